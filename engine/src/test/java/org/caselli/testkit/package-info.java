/**
 * What tests of every module share: {@link org.caselli.testkit.TestPages} draws pages, {@link org.caselli.testkit.Peers}
 * finds the foreign programs that we are held against, {@link org.caselli.testkit.VirtualPacketLine} joins two ends of a
 * T.38 call, such as {@link org.caselli.testkit.FaxEnd}, by a network with faults.
 */
@NullMarked
package org.caselli.testkit;

import org.jspecify.annotations.NullMarked;

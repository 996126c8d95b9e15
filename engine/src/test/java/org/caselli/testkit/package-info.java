/**
 * What tests of every module share: {@link org.caselli.testkit.TestPages} draws pages, {@link org.caselli.testkit.Peers}
 * finds the foreign programs that we are held against.
 */
@NullMarked
package org.caselli.testkit;

import org.jspecify.annotations.NullMarked;

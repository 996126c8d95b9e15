/**
 * Who somebody is, and what he may do. Enter by {@link org.caselli.service.access.Caller}: it says on whose behalf the
 * present thread works.
 */
@NullMarked
package org.caselli.service.access;

import org.jspecify.annotations.NullMarked;

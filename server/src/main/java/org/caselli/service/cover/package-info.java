/**
 * Cover pages: the templates that the server keeps, and the page that is made of one for each recipient. Enter by
 * {@link org.caselli.service.cover.CoverPages}.
 */
@NullMarked
package org.caselli.service.cover;

import org.jspecify.annotations.NullMarked;

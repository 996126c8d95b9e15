/**
 * The JSON objects of the REST interface, as the schemas of {@code openapi.yaml} name them. Enter by
 * {@link org.caselli.http.wire.Wire}.
 */
@NullMarked
package org.caselli.http.wire;

import org.jspecify.annotations.NullMarked;

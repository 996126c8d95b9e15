/**
 * The REST door of the server: resources and events over HTTP, as {@code openapi.yaml} (a resource of this package)
 * describes them. Translates requests into calls of {@link org.caselli.service.FaxService}, and its answers into the JSON of
 * {@link org.caselli.http.wire.Wire}; decides nothing. Enter by {@link org.caselli.http.HttpFront}.
 */
@NullMarked
package org.caselli.http;

import org.jspecify.annotations.NullMarked;

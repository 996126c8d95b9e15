/**
 * Talks to a Caselli server over HTTP, from Java 17 on. Enter by {@link org.caselli.client.CaselliClient}; what goes in and
 * comes out are the records of {@link org.caselli.client.Api}, as the server's {@code openapi.yaml} describes them.
 */
@NullMarked
package org.caselli.client;

import org.jspecify.annotations.NullMarked;

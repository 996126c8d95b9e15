/**
 * Puts the server together and runs it. {@link org.caselli.server.Main} is the wiring, in the order of the architecture;
 * {@link org.caselli.server.Config} is {@code caselli.toml}.
 */
@NullMarked
package org.caselli.server;

import org.jspecify.annotations.NullMarked;

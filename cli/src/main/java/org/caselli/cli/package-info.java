/**
 * The {@code caselli} command. {@link org.caselli.cli.Caselli} is the tree of its commands, one class each;
 * {@link org.caselli.cli.Exit} lists the exit codes. All but {@code serve}, {@code demo} and {@code render} talk to a server
 * through {@code client}.
 */
@NullMarked
package org.caselli.cli;

import org.jspecify.annotations.NullMarked;

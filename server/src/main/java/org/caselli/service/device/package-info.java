/**
 * The lines of all servers as administrators see them: what each is set to, what it does, whose it is, and what programs
 * keep with it. Enter by {@link org.caselli.service.device.Devices}; providers are in
 * {@link org.caselli.service.device.Providers}, named data in {@link org.caselli.service.device.ExtensionProperties}.
 */
@NullMarked
package org.caselli.service.device;

import org.jspecify.annotations.NullMarked;

/**
 * Numbers for a monitoring system: what this server does, how long it takes, and how much waits. Enter by
 * {@link org.caselli.service.metrics.Metrics}.
 */
@NullMarked
package org.caselli.service.metrics;

import org.jspecify.annotations.NullMarked;

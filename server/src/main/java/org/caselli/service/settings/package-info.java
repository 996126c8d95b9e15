/**
 * What administrators change while the server runs: sections of settings, each a record with the ranges it accepts, kept in
 * the database. Enter by {@link org.caselli.service.settings.Settings}.
 */
@NullMarked
package org.caselli.service.settings;

import org.jspecify.annotations.NullMarked;

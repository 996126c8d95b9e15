/**
 * The SIP trunks that administrators have set up: kept in the database, their passwords sealed, and opened by each server
 * at once when they change. Enter by {@link org.caselli.service.trunk.Trunks}.
 */
@NullMarked
package org.caselli.service.trunk;

import org.jspecify.annotations.NullMarked;

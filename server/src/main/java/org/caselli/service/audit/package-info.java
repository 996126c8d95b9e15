/**
 * The audit trail: who did, changed and viewed what and when, as a chain of hashes. Enter by
 * {@link org.caselli.service.audit.Audit}; {@link org.caselli.service.audit.TrailFile} verifies an exported trail without a
 * server.
 */
@NullMarked
package org.caselli.service.audit;

import org.jspecify.annotations.NullMarked;

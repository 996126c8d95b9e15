package org.caselli.service.routing;

/**
 * A rule: numbers of this country and area go there.
 *
 * @param version to change it with; 0 for a default rule that nobody has changed
 */
public record OutboundRule(RuleKey key, Destination destination, RuleStatus status, long version) {}

package org.caselli.service.settings;

import io.avaje.jsonb.Json;
import java.util.List;
import org.caselli.line.AddressRange;

/**
 * Who may call this server without belonging to one of its trunks.
 *
 * @param allowed addresses such as {@code 192.0.2.7}, or networks such as {@code 192.0.2.0/24} and {@code 2001:db8::/32};
 *                at most 1000. A caller from anywhere else is refused
 */
@Json
public record CallerSettings(List<String> allowed) implements Section {
    private static final int MOST = 1000;

    /** This machine only. */
    public static final CallerSettings STANDARD = new CallerSettings(List.of("127.0.0.0/8", "::1"));

    public CallerSettings {
        allowed = List.copyOf(allowed);
        Check.within("the number of networks in allowed", allowed.size(), 0, MOST);
        allowed.forEach(AddressRange::of);
    }

    /** The same for whoever takes calls. */
    public List<AddressRange> ranges() {
        return allowed.stream().map(AddressRange::of).toList();
    }
}

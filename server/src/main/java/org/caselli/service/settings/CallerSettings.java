package org.caselli.service.settings;

import io.avaje.jsonb.Json;
import java.net.InetAddress;
import java.util.List;

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
        allowed.forEach(Network::parse);
    }

    /** Whether somebody at this address may call. */
    public boolean allows(InetAddress address) {
        return allowed.stream().map(Network::parse).anyMatch(network -> network.holds(address.getAddress()));
    }

    /** The addresses that share their first bits. */
    private record Network(byte[] address, int bits) {
        static Network parse(String text) {
            int slash = text.indexOf('/');
            String host = slash < 0 ? text : text.substring(0, slash);
            try {
                byte[] address = InetAddress.ofLiteral(host).getAddress();
                int bits = slash < 0 ? address.length * 8 : Integer.parseInt(text.substring(slash + 1));
                if (bits >= 0 && bits <= address.length * 8) {
                    return new Network(address, bits);
                }
            } catch (IllegalArgumentException cause) {
                throw new IllegalArgumentException(complaint(text), cause);
            }
            throw new IllegalArgumentException(complaint(text));
        }

        private static String complaint(String text) {
            return "allowed has \"" + text + "\"; give addresses such as 192.0.2.7 and networks such as 192.0.2.0/24.";
        }

        boolean holds(byte[] other) {
            if (other.length != address.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit % 8);
                if ((other[bit / 8] & mask) != (address[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}

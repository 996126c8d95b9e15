package org.caselli.line;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Network addresses that begin alike: {@code 192.0.2.0/24}, {@code 2001:db8::/32}, or one address alone (RFC 4632).
 *
 * @param base   the first of them; what follows the prefix is made 0
 * @param prefix how many bits they share: 0 to 32, for IPv6 0 to 128
 */
public record AddressRange(InetAddress base, int prefix) {
    /** The machine itself. */
    public static final List<AddressRange> LOOPBACK = List.of(of("127.0.0.0/8"), of("::1"));

    public AddressRange {
        byte[] octets = base.getAddress();
        if (prefix < 0 || prefix > 8 * octets.length) {
            throw new IllegalArgumentException("The address range " + base.getHostAddress() + "/" + prefix
                    + " has no such prefix; give 0 to " + 8 * octets.length + ".");
        }
        for (int bit = prefix; bit < 8 * octets.length; bit++) {
            octets[bit / 8] &= (byte) ~(0x80 >> (bit % 8));
        }
        try {
            base = InetAddress.getByAddress(octets);
        } catch (UnknownHostException cause) {
            throw new IllegalArgumentException("An address has 4 or 16 octets, not " + octets.length + ".", cause);
        }
    }

    /**
     * Reads {@code address} or {@code address/prefix}; names are not looked up.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static AddressRange of(String text) {
        String stripped = text.strip();
        int slash = stripped.indexOf('/');
        try {
            InetAddress base = InetAddress.ofLiteral(slash < 0 ? stripped : stripped.substring(0, slash));
            int all = 8 * base.getAddress().length;
            return new AddressRange(base, slash < 0 ? all : Integer.parseInt(stripped.substring(slash + 1)));
        } catch (NumberFormatException cause) {
            throw malformed(text, cause);
        } catch (IllegalArgumentException cause) {
            throw String.valueOf(cause.getMessage()).contains("no such prefix") ? cause : malformed(text, cause);
        }
    }

    private static IllegalArgumentException malformed(String text, Throwable cause) {
        return new IllegalArgumentException(
                "\"" + text + "\" is no address range; give one as 192.0.2.0/24, 192.0.2.7 or 2001:db8::/32.", cause);
    }

    /** Whether the address is one of them. An IPv4 address within IPv6 counts as IPv4, as the JDK has it. */
    public boolean contains(InetAddress address) {
        return address.getAddress().length == base.getAddress().length
                && Arrays.equals(new AddressRange(address, prefix).base.getAddress(), base.getAddress());
    }

    /** Whether one of the ranges contains the address. */
    public static boolean anyContains(List<AddressRange> ranges, InetAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    /** As {@link #of} reads it; a single address without its prefix. */
    @Override
    public String toString() {
        return base.getHostAddress() + (prefix == 8 * base.getAddress().length ? "" : "/" + prefix);
    }
}

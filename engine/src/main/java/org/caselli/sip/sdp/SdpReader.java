package org.caselli.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Reads descriptions as they come: any line end, lines out of order, unknown ones skipped, missing v=, s= and t= put up with.
 * What it will not put up with is a media line that makes no sense, since an answer must have one for one.
 */
final class SdpReader {
    /** Longest text and most media lines that we read. Ours: real ones have 2 kB and 4 lines. */
    private static final int LONGEST = 65_536;

    private static final int MOST_MEDIA = 64;

    private final String text;
    private Origin origin = Origin.NONE;
    private String name = "-";
    private String address = "";
    private Direction direction = Direction.SENDRECV;
    private final List<String> attributes = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();

    /** What belongs to one m= line. */
    private static final class Section {
        private final String type;
        private final int port;
        private final String protocol;
        private final String formats;
        private String address = "";
        private final List<String> attributes = new ArrayList<>();

        Section(String type, int port, String protocol, String formats) {
            this.type = type;
            this.port = port;
            this.protocol = protocol;
            this.formats = formats;
        }
    }

    SdpReader(String text) {
        this.text = text;
    }

    Sdp read() throws MalformedSdpException {
        if (text.length() > LONGEST) {
            throw new MalformedSdpException("a session description of " + text.length() + " octets");
        }
        boolean any = false;
        for (String raw : text.split("[\r\n]+")) {
            String line = raw.strip();
            if (line.length() < 2 || line.charAt(1) != '=') {
                if (line.isEmpty()) {
                    continue;
                }
                if (!any) {
                    throw new MalformedSdpException("no session description: " + shortened(line));
                }
                continue; // a broken line in the middle is the sender's loss
            }
            any = true;
            take(Character.toLowerCase(line.charAt(0)), line.substring(2).strip());
        }
        if (!any) {
            throw new MalformedSdpException("an empty session description");
        }
        List<Media> media = new ArrayList<>(sections.size());
        for (Section section : sections) {
            media.add(media(section));
        }
        return new Sdp(origin, name, attributes, media);
    }

    private void take(char type, String value) throws MalformedSdpException {
        switch (type) {
            case 'v' -> {
                if (!value.equals("0")) {
                    throw new MalformedSdpException("a session description of version " + shortened(value));
                }
            }
            case 'o' -> origin = origin(value);
            case 's' -> name = value.isEmpty() ? "-" : value;
            case 'c' -> {
                String found = address(value);
                if (sections.isEmpty()) {
                    address = found;
                } else if (sections.getLast().address.isEmpty()) {
                    sections.getLast().address = found;
                }
            }
            case 'a' -> {
                if (!sections.isEmpty()) {
                    sections.getLast().attributes.add(value);
                } else if (isDirection(value)) {
                    direction = directionOf(value, direction);
                } else {
                    attributes.add(value);
                }
            }
            case 'm' -> sections.add(section(value));
            default -> {
                // b=, t=, k=, e=, ... tell us nothing
            }
        }
    }

    /** Counted from the end, since users with spaces happen; none at all is put up with. */
    private static Origin origin(String value) {
        String[] parts = value.split("\\s+");
        int n = parts.length;
        if (n < 6 || value.chars().anyMatch(c -> c < ' ' && c != '\t')) {
            return Origin.NONE;
        }
        return new Origin(n > 6 ? "-" : parts[0], parts[n - 5], parts[n - 4], parts[n - 1]);
    }

    private static String address(String value) throws MalformedSdpException {
        String[] parts = value.split("\\s+");
        String found = parts[parts.length - 1];
        int slash = found.indexOf('/'); // a TTL of multicast
        if (slash >= 0) {
            found = found.substring(0, slash);
        }
        if (parts.length < 3 || found.isEmpty() || !found.matches("[0-9A-Za-z.:_-]+")) {
            throw new MalformedSdpException("a c= line that is none: " + shortened(value));
        }
        return found;
    }

    private Section section(String value) throws MalformedSdpException {
        if (sections.size() == MOST_MEDIA) {
            throw new MalformedSdpException("more than " + MOST_MEDIA + " media lines");
        }
        String[] parts = value.split("\\s+", 4);
        if (parts.length < 3) {
            throw new MalformedSdpException("a media line that is none: " + shortened(value));
        }
        int slash = parts[1].indexOf('/'); // a number of ports
        int port = number(slash < 0 ? parts[1] : parts[1].substring(0, slash), 65_535);
        if (port < 0) {
            throw new MalformedSdpException("a media line without a port: " + shortened(value));
        }
        return new Section(parts[0], port, parts[2], parts.length < 4 ? "" : parts[3].strip());
    }

    private Media media(Section section) {
        String where = section.address.isEmpty() ? address : section.address;
        String type = section.type.toLowerCase(Locale.ROOT);
        if (type.equals("image") && section.protocol.equalsIgnoreCase("udptl") && hasT38(section.formats)) {
            return t38(section, where);
        }
        if (type.equals("audio") && section.protocol.toUpperCase(Locale.ROOT).startsWith("RTP/")) {
            return audio(section, where);
        }
        return new OtherMedia(section.type, section.port, where, section.protocol, section.formats, section.attributes);
    }

    private static boolean hasT38(String formats) {
        for (String format : formats.split("\\s+")) {
            if (format.equalsIgnoreCase("t38")) {
                return true;
            }
        }
        return false;
    }

    private Media audio(Section section, String where) {
        List<Codec> codecs = new ArrayList<>();
        for (String format : section.formats.split("\\s+")) {
            int payloadType = number(format, 127);
            if (payloadType >= 0 && codecs.size() < 128) {
                codecs.add(Codec.ofStaticType(payloadType));
            }
        }
        int ptime = 0;
        Direction flow = direction;
        List<String> others = new ArrayList<>();
        for (String attribute : section.attributes) {
            int colon = attribute.indexOf(':');
            String key = (colon < 0 ? attribute : attribute.substring(0, colon))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            String value = colon < 0 ? "" : attribute.substring(colon + 1).strip();
            switch (key) {
                case "rtpmap" -> rtpmap(codecs, value);
                case "fmtp" -> fmtp(codecs, value);
                case "ptime" -> ptime = Math.max(0, number(value, 1000));
                case "sendrecv", "sendonly", "recvonly", "inactive" -> flow = directionOf(key, flow);
                default -> others.add(attribute);
            }
        }
        return new AudioMedia(section.port, where, section.protocol, codecs, ptime, flow, others);
    }

    private static boolean isDirection(String attribute) {
        return attribute.matches("(?i)sendrecv|sendonly|recvonly|inactive");
    }

    private static Direction directionOf(String attribute, Direction otherwise) {
        return switch (attribute.toLowerCase(Locale.ROOT)) {
            case "sendrecv" -> Direction.SENDRECV;
            case "sendonly" -> Direction.SENDONLY;
            case "recvonly" -> Direction.RECVONLY;
            case "inactive" -> Direction.INACTIVE;
            default -> otherwise;
        };
    }

    private static void rtpmap(List<Codec> codecs, String value) {
        String[] parts = value.split("\\s+", 2);
        String[] encoding = parts.length < 2 ? new String[0] : parts[1].strip().split("/");
        if (encoding.length == 0) {
            return;
        }
        int payloadType = number(parts[0], 127);
        int rate = encoding.length > 1 ? Math.max(0, number(encoding[1].strip(), 1_000_000)) : 8000;
        int channels = encoding.length > 2 ? Math.max(1, number(encoding[2].strip(), 255)) : 1;
        codecs.replaceAll(codec -> codec.payloadType() == payloadType
                ? new Codec(payloadType, encoding[0].strip(), rate, channels, codec.fmtp())
                : codec);
    }

    private static void fmtp(List<Codec> codecs, String value) {
        String[] parts = value.split("\\s+", 2);
        int payloadType = number(parts[0], 127);
        codecs.replaceAll(codec -> codec.payloadType() == payloadType
                ? new Codec(
                        payloadType,
                        codec.name(),
                        codec.clockRate(),
                        codec.channels(),
                        parts.length < 2 ? "" : parts[1].strip())
                : codec);
    }

    private static Media t38(Section section, String where) {
        int version = 0;
        OptionalInt maxBitRate = OptionalInt.empty();
        boolean fill = false;
        boolean mmr = false;
        boolean jbig = false;
        T38Media.RateManagement management = T38Media.RateManagement.TRANSFERRED_TCF;
        OptionalInt maxBuffer = OptionalInt.empty();
        OptionalInt maxDatagram = OptionalInt.empty();
        T38Media.ErrorCorrection correction = T38Media.ErrorCorrection.UNSAID;
        String vendor = "";
        List<String> others = new ArrayList<>();
        for (String attribute : section.attributes) {
            // Some write "a=T38FaxMaxBuffer: 200", some "a=T38FaxMaxBuffer=200".
            int split = indexOfEither(attribute, ':', '=');
            String key = (split < 0 ? attribute : attribute.substring(0, split))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            String value = split < 0 ? "" : attribute.substring(split + 1).strip();
            switch (key) {
                case "t38faxversion" -> version = Math.max(0, number(value, 255));
                case "t38maxbitrate", "t38faxmaxbitrate" -> maxBitRate = positive(value);
                case "t38faxfillbitremoval" -> fill = flag(value);
                case "t38faxtranscodingmmr" -> mmr = flag(value);
                case "t38faxtranscodingjbig" -> jbig = flag(value);
                case "t38faxratemanagement" ->
                    management = value.toLowerCase(Locale.ROOT).startsWith("local")
                            ? T38Media.RateManagement.LOCAL_TCF
                            : T38Media.RateManagement.TRANSFERRED_TCF;
                case "t38faxmaxbuffer", "t38maxbuffer" -> maxBuffer = positive(value);
                case "t38faxmaxdatagram", "t38maxdatagram" -> maxDatagram = positive(value);
                case "t38faxudpec", "t38udpec" -> {
                    // Where several are offered, one a line, redundancy is what everybody does.
                    if (correction != T38Media.ErrorCorrection.REDUNDANCY) {
                        correction = correction(value);
                    }
                }
                case "t38vendorinfo", "t38faxvendorinfo" -> vendor = value;
                default -> others.add(attribute);
            }
        }
        return new T38Media(
                section.port,
                where,
                version,
                maxBitRate,
                fill,
                mmr,
                jbig,
                management,
                maxBuffer,
                maxDatagram,
                correction,
                vendor,
                others);
    }

    private static int indexOfEither(String text, char one, char other) {
        int a = text.indexOf(one);
        int b = text.indexOf(other);
        return a < 0 ? b : b < 0 ? a : Math.min(a, b);
    }

    /** A flag is on when bare (T.38 since 2002), and when it is anything but 0 (older gateways write :0 and :1). */
    private static boolean flag(String value) {
        return !value.equals("0") && !value.equalsIgnoreCase("false") && !value.equalsIgnoreCase("no");
    }

    private static T38Media.ErrorCorrection correction(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "t38udpredundancy" -> T38Media.ErrorCorrection.REDUNDANCY;
            case "t38udpfec" -> T38Media.ErrorCorrection.FEC;
            case "t38udpnoec" -> T38Media.ErrorCorrection.NONE;
            default -> T38Media.ErrorCorrection.UNSAID;
        };
    }

    private static OptionalInt positive(String value) {
        int number = number(value.split("\\s+", 2)[0], Integer.MAX_VALUE);
        return number > 0 ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** 0 to {@code most}; -1 if it is no such number. */
    private static int number(String text, int most) {
        if (text.isEmpty() || text.length() > 10) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value > most ? -1 : (int) value;
    }

    private static String shortened(String text) {
        return text.length() > 60 ? text.substring(0, 60) + "..." : text;
    }
}

package org.caselli.image.tiff;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Builds TIFF files of any kind, good and bad, tag by tag. */
final class RawTiff {
    private final ByteOrder order;
    private final List<Map<Integer, Value>> pages = new ArrayList<>();
    private final List<List<byte[]>> strips = new ArrayList<>();

    private record Value(int type, int count, byte[] octets) {}

    RawTiff(ByteOrder order) {
        this.order = order;
    }

    /** Begins a page with these strips. */
    RawTiff page(byte[]... octets) {
        pages.add(new TreeMap<>());
        strips.add(List.of(octets));
        return this;
    }

    /** An ordinary black-and-white page, to be changed by what follows. */
    RawTiff page(int width, int height, int compression, byte[]... octets) {
        page(octets);
        number(Tag.IMAGE_WIDTH, Tag.SHORT, width).number(Tag.IMAGE_LENGTH, Tag.LONG, height);
        return number(Tag.COMPRESSION, Tag.SHORT, compression).number(Tag.PHOTOMETRIC, Tag.SHORT, 0);
    }

    RawTiff number(int tag, int type, long... values) {
        var buffer = ByteBuffer.allocate(Tag.size(type) * values.length).order(order);
        for (long value : values) {
            switch (type) {
                case Tag.BYTE -> buffer.put((byte) value);
                case Tag.SHORT -> buffer.putShort((short) value);
                default -> buffer.putInt((int) value);
            }
        }
        return raw(tag, type, values.length, buffer.array());
    }

    RawTiff rational(int tag, long numerator, long denominator) {
        var buffer = ByteBuffer.allocate(8).order(order).putInt((int) numerator).putInt((int) denominator);
        return raw(tag, Tag.RATIONAL, 1, buffer.array());
    }

    RawTiff text(int tag, String text) {
        byte[] octets = (text + "\0").getBytes(StandardCharsets.US_ASCII);
        return raw(tag, Tag.ASCII, octets.length, octets);
    }

    /** A tag with any type and count, true or not. */
    RawTiff raw(int tag, int type, int count, byte[] octets) {
        pages.getLast().put(tag, new Value(type, count, octets));
        return this;
    }

    RawTiff without(int tag) {
        pages.getLast().put(tag, new Value(-1, 0, new byte[0]));
        return this;
    }

    byte[] build() {
        var file = new ByteArrayOutputStream();
        file.writeBytes((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(ByteBuffer.allocate(6)
                .order(order)
                .putShort((short) 42)
                .putInt(8)
                .array());
        for (int i = 0; i < pages.size(); i++) {
            Map<Integer, Value> tags = pages.get(i);
            int count = strips.get(i).size();
            tags.putIfAbsent(Tag.STRIP_OFFSETS, new Value(Tag.LONG, count, new byte[4 * count]));
            if (!tags.containsKey(Tag.STRIP_BYTE_COUNTS)) {
                number(
                        tags,
                        Tag.STRIP_BYTE_COUNTS,
                        strips.get(i).stream().mapToInt(s -> s.length).toArray());
            }
            tags.values().removeIf(value -> value.type() == -1);
            int begin = file.size();
            int values = begin + 2 + 12 * tags.size() + 4;
            int strip = values;
            for (Value value : tags.values()) {
                strip += value.octets().length > 4 ? value.octets().length : 0;
            }
            int[] offsets = new int[count];
            int end = strip;
            for (int s = 0; s < count; s++) {
                offsets[s] = end;
                end += strips.get(i).get(s).length;
            }
            Value given = tags.get(Tag.STRIP_OFFSETS);
            if (given != null
                    && given.count() == count
                    && ByteBuffer.wrap(given.octets()).equals(ByteBuffer.allocate(4 * count))) {
                number(tags, Tag.STRIP_OFFSETS, offsets);
            }
            var directory = ByteBuffer.allocate(values - begin).order(order).putShort((short) tags.size());
            var far = new ByteArrayOutputStream();
            tags.forEach((tag, value) -> {
                directory
                        .putShort(tag.shortValue())
                        .putShort((short) value.type())
                        .putInt(value.count());
                if (value.octets().length > 4) {
                    directory.putInt(values + far.size());
                    far.writeBytes(value.octets());
                } else {
                    directory.put(Arrays.copyOf(value.octets(), 4));
                }
            });
            directory.putInt(i + 1 < pages.size() ? end : 0);
            file.writeBytes(directory.array());
            file.writeBytes(far.toByteArray());
            strips.get(i).forEach(file::writeBytes);
        }
        return file.toByteArray();
    }

    private void number(Map<Integer, Value> tags, int tag, int... values) {
        var buffer = ByteBuffer.allocate(4 * values.length).order(order);
        for (int value : values) {
            buffer.putInt(value);
        }
        tags.put(tag, new Value(Tag.LONG, values.length, buffer.array()));
    }
}

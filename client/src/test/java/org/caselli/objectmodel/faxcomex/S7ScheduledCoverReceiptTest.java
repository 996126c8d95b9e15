package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_COVERPAGE_TYPE_ENUM;
import org.caselli.faxcomex.FAX_JOB_STATUS_ENUM;
import org.caselli.faxcomex.FAX_RECEIPT_TYPE_ENUM;
import org.caselli.faxcomex.FAX_SCHEDULE_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S7: a fax with a cover page, at a time, with a receipt, from a sender who is kept. */
class S7ScheduledCoverReceiptTest extends Scenario {
    private static FaxDocument coverAlone(FAX_COVERPAGE_TYPE_ENUM type, String page) {
        FaxDocument document = FaxDocument.create();
        document.setCoverPageType(type);
        document.setCoverPage(page);
        document.setSubject("Offer");
        document.setNote("As agreed");
        document.getRecipients().add("1002", "Bob");
        return document;
    }

    private static String template() {
        return Bodies.file(folder, "house.html", "<h1>House</h1><p>{{recipient.name}}: {{message.note}}</p>")
                .toString();
    }

    private FaxOutgoingJob job(FaxServer server, FaxDocument document) {
        return queue(server).getJob(document.connectedSubmit(server)[0]);
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_cover_page_alone_is_a_fax(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            paused(server, true);
            for (FaxDocument document : new FaxDocument[] {
                coverAlone(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER, "Classic"),
                coverAlone(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER, "Classic.cov"),
                coverAlone(FAX_COVERPAGE_TYPE_ENUM.fcptLOCAL, template())
            }) {
                FaxOutgoingJob job = job(server, document);
                assertThat(job.getPages()).isEqualTo(1);
                assertThat(job.isHasCoverPage()).isTrue();
                assertThat(job.getSubject()).isEqualTo("Offer");
            }
            cancelAll(server);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void personal_cover_pages_are_refused_where_only_those_of_the_server_are_allowed(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            paused(server, true);
            FaxOutgoingQueue queue = queue(server);
            queue.setAllowPersonalCoverPages(false);
            queue.save();
            refused(
                    FaxError.E_ACCESSDENIED,
                    () -> coverAlone(FAX_COVERPAGE_TYPE_ENUM.fcptLOCAL, template())
                            .connectedSubmit(server));
            assertThat(job(server, coverAlone(FAX_COVERPAGE_TYPE_ENUM.fcptSERVER, "Form"))
                            .isHasCoverPage())
                    .isTrue();
            queue.setAllowPersonalCoverPages(true);
            queue.save();
            assertThat(job(server, coverAlone(FAX_COVERPAGE_TYPE_ENUM.fcptLOCAL, template()))
                            .isHasCoverPage())
                    .isTrue();
            cancelAll(server);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_time_in_the_past_means_now(SetUp setUp) throws Exception {
        try (FaxServer server = connected(setUp)) {
            paused(server, false);
            FaxDocument document = letter(running.number(1));
            document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
            document.setScheduleTime(Instant.parse("2020-01-01T00:00:00Z"));
            String id = document.connectedSubmit(server)[0];
            FaxOutgoingJob job = queue(server).findJob(id).orElseThrow();
            assertThat(job.getScheduleType()).isEqualTo(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
            assertThat(job.getOriginalScheduledTime()).isBetween(Instant.now().minusSeconds(60), Instant.now());
            until(server, id, FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
            document.setScheduleTime(null);
            until(server, document.connectedSubmit(server)[0], FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_time_is_the_same_moment_here_and_there_also_where_the_clocks_are_set(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            for (String zone : new String[] {"Europe/Rome", "America/New_York", "Asia/Kolkata"}) {
                // In the night in which Italy's clocks go forward.
                Instant time = ZonedDateTime.of(LocalDateTime.of(2027, 3, 28, 2, 30), ZoneId.of(zone))
                        .toInstant();
                FaxDocument document = letter("1002");
                document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
                document.setScheduleTime(time);
                FaxOutgoingJob job = job(server, document);
                assertThat(job.getScheduledTime()).isEqualTo(time);
                assertThat(job.getOriginalScheduledTime()).isEqualTo(time);
            }
            cancelAll(server);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void the_hour_that_comes_twice_when_clocks_go_back_is_two_hours(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            ZonedDateTime twice = ZonedDateTime.of(LocalDateTime.of(2027, 10, 31, 2, 30), ZoneId.of("Europe/Rome"));
            Instant first = twice.withEarlierOffsetAtOverlap().toInstant();
            Instant second = twice.withLaterOffsetAtOverlap().toInstant();
            assertThat(Duration.between(first, second)).isEqualTo(Duration.ofHours(1));
            for (Instant time : new Instant[] {first, second}) {
                FaxDocument document = letter("1002");
                document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
                document.setScheduleTime(time);
                assertThat(job(server, document).getScheduledTime()).isEqualTo(time);
            }
            cancelAll(server);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void the_discount_period_is_meant_in_the_zone_of_the_server(SetUp setUp) {
        String before = zone("Pacific/Chatham"); // 45 minutes beside most others
        try (FaxServer server = connected(setUp)) {
            FaxOutgoingQueue queue = queue(server);
            ZoneId chatham = ZoneId.of("Pacific/Chatham");
            LocalTime start =
                    LocalTime.now(chatham).truncatedTo(ChronoUnit.MINUTES).plusHours(2);
            queue.setDiscountRateStart(start);
            queue.setDiscountRateEnd(start.plusHours(3));
            queue.save();
            FaxDocument document = letter("1002");
            document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstDISCOUNT_PERIOD);
            assertThat(job(server, document).getScheduledTime().atZone(chatham).toLocalTime())
                    .isEqualTo(start);
            cancelAll(server);
            queue.setDiscountRateStart(LocalTime.MIDNIGHT);
            queue.setDiscountRateEnd(LocalTime.MIDNIGHT);
            queue.save();
        } finally {
            zone(before);
        }
    }

    /** Sets it; answers with the one before. */
    private String zone(String zone) {
        var settings = running.client().settings();
        var before = (java.util.Map<?, ?>) settings.all().value().get("outgoing");
        settings.change(Map.of("outgoing", Map.of("zone", zone)), "*");
        return String.valueOf(before.get("zone"));
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_time_of_day_that_is_none_is_refused_where_it_is_set(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            refused(FaxError.E_INVALIDARG, () -> queue(server).setDiscountRateStart(null));
            refused(FaxError.E_INVALIDARG, () -> queue(server).setDiscountRateEnd(null));
            FaxDocument document = letter("1002");
            refused(FaxError.E_INVALIDARG, () -> document.setScheduleType(null));
            refused(FaxError.E_INVALIDARG, () -> document.setCoverPageType(null));
            refused(FaxError.E_INVALIDARG, () -> document.setReceiptType(null));
            refused(FaxError.E_INVALIDARG, () -> document.setPriority(null));
            assertThat(document.getScheduleType()).isEqualTo(FAX_SCHEDULE_TYPE_ENUM.fstNOW);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_discount_period_may_go_beyond_midnight(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            FaxOutgoingQueue queue = queue(server);
            ZonedDateTime now = ZonedDateTime.now(ZoneId.systemDefault()); // which is the server's too
            LocalTime start = now.toLocalTime().truncatedTo(ChronoUnit.MINUTES).plusHours(2);
            queue.setDiscountRateStart(start);
            queue.setDiscountRateEnd(start.minusHours(3)); // so it is over for an hour, and lasts beyond midnight
            queue.save();
            FaxDocument document = letter("1002");
            document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstDISCOUNT_PERIOD);
            FaxOutgoingJob job = job(server, document);
            assertThat(job.getScheduleType()).isEqualTo(FAX_SCHEDULE_TYPE_ENUM.fstDISCOUNT_PERIOD);
            assertThat(job.getScheduledTime().atZone(ZoneId.systemDefault()).toLocalTime())
                    .isEqualTo(start);
            assertThat(job.getScheduledTime())
                    .isBetween(
                            Instant.now().plus(Duration.ofMinutes(115)),
                            Instant.now().plus(Duration.ofHours(2)));
            queue.setDiscountRateStart(LocalTime.MIDNIGHT);
            queue.setDiscountRateEnd(LocalTime.MIDNIGHT);
            queue.save();
            cancelAll(server);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void the_fax_is_attached_to_the_receipt_if_that_is_wanted_and_a_fax_without_a_receipt_has_none(SetUp setUp)
            throws Exception {
        try (FaxServer server = connected(setUp);
                var mails = new Mails()) {
            mails.serve(running.client());
            paused(server, false);
            for (boolean attach : new boolean[] {true, false}) {
                String address = (attach ? "with" : "without") + "@rossi.example";
                FaxDocument document = letter(running.number(1));
                document.setReceiptType(FAX_RECEIPT_TYPE_ENUM.frtMAIL);
                document.setReceiptAddress(address);
                document.setAttachFaxToReceipt(attach);
                until(server, document.connectedSubmit(server)[0], FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
                Eventually.until(running, () -> mails.to(address).size() == 1);
                String receipt = Mails.text(mails.to(address).get(0));
                assertThat(receipt.contains("application/pdf") || receipt.contains("image/tiff"))
                        .as(receipt)
                        .isEqualTo(attach);
            }
            FaxDocument none = letter(running.number(1));
            none.setReceiptType(FAX_RECEIPT_TYPE_ENUM.frtNONE);
            none.setReceiptAddress("nobody@rossi.example");
            until(server, none.connectedSubmit(server)[0], FAX_JOB_STATUS_ENUM.fjsCOMPLETED);
            assertThat(running.client()
                            .receipts()
                            .list(java.util.List.of(), null, 100)
                            .items())
                    .extracting(receipt -> receipt.address())
                    .doesNotContain("nobody@rossi.example");
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void the_sender_is_kept_for_the_next_time(SetUp setUp) throws IOException {
        Path mine = Files.createTempDirectory(folder, "me");
        Told.with(Map.of("caselli.directory", mine.toString()), () -> {
            FaxDocument first = FaxDocument.create();
            first.getSender().setName("Ann Rossi");
            first.getSender().setCompany("Rossi & C.");
            first.getSender().saveDefaultSender();
            return true;
        });
        try (FaxServer server = connected(setUp)) {
            paused(server, true);
            FaxDocument next = letter("1002");
            Told.with(Map.of("caselli.directory", mine.toString()), () -> {
                next.getSender().loadDefaultSender();
                return true;
            });
            FaxOutgoingJob job = job(server, next);
            assertThat(job.getSender().getName()).isEqualTo("Ann Rossi");
            assertThat(job.getSender().getCompany()).isEqualTo("Rossi & C.");
            cancelAll(server);
        }
    }
}

package org.caselli.objectmodel.faxcomex;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import org.caselli.fax.FaxError;
import org.caselli.faxcomex.FAX_JOB_OPERATIONS_ENUM;
import org.caselli.faxcomex.FAX_SCHEDULE_TYPE_ENUM;
import org.caselli.faxcomex.FaxDocument;
import org.caselli.faxcomex.FaxOutgoingJob;
import org.caselli.faxcomex.FaxOutgoingQueue;
import org.caselli.faxcomex.FaxServer;
import org.caselli.objectmodel.SetUp;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** S10: an administrator works the queue. What each state allows is held by {@link OperationsPropertyTest}. */
class S10QueueAdministrationTest extends Scenario {
    private static FaxDocument later() {
        FaxDocument document = letter("1002");
        document.setScheduleType(FAX_SCHEDULE_TYPE_ENUM.fstSPECIFIC_TIME);
        document.setScheduleTime(Instant.now().plus(Duration.ofHours(1)));
        return document;
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void a_blocked_queue_takes_nothing_and_its_jobs_are_acted_on_as_they_allow(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            FaxOutgoingQueue queue = queue(server);
            queue.refresh();
            later().connectedSubmit(server);
            later().connectedSubmit(server);
            queue.setBlocked(true);
            queue.save();
            refused(FaxError.ERROR_WRITE_PROTECT, () -> later().connectedSubmit(server));
            for (FaxOutgoingJob job : queue.getJobs()) {
                assertThat(job.getAvailableOperations())
                        .contains(FAX_JOB_OPERATIONS_ENUM.fjoPAUSE, FAX_JOB_OPERATIONS_ENUM.fjoDELETE)
                        .doesNotContain(FAX_JOB_OPERATIONS_ENUM.fjoRESUME, FAX_JOB_OPERATIONS_ENUM.fjoRESTART);
                job.pause();
                refused(FaxError.ERROR_INVALID_OPERATION, job::restart);
                job.resume();
                var tiff = folder.resolve(job.getId() + ".tif");
                job.copyTiff(tiff.toString());
                assertThat(tiff).isNotEmptyFile();
                job.cancel();
                refused(FaxError.E_INVALIDARG, job::cancel);
            }
            assertThat(queue.getJobs().getCount()).isZero();
            queue.setBlocked(false);
            queue.save();
            assertThat(later().connectedSubmit(server)).hasSize(1);
            cancelAll(server);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void save_is_all_or_nothing_and_two_administrators_do_not_overwrite_each_other(SetUp setUp) {
        try (FaxServer server = connected(setUp)) {
            FaxOutgoingQueue queue = queue(server);
            queue.setAgeLimit(7);
            queue.setBranding(false);
            queue.setDiscountRateStart(LocalTime.of(22, 0));
            queue.setDiscountRateEnd(LocalTime.of(6, 0));
            queue.setUseDeviceTSID(false);
            queue.setAllowPersonalCoverPages(false);
            queue.setRetries(99);
            queue.setRetryDelay(1);
            queue.save();
            FaxOutgoingQueue other = queue(server);
            assertThat(other.getAgeLimit()).isEqualTo(7);
            assertThat(other.isAllowPersonalCoverPages()).isFalse();

            queue.setAgeLimit(8);
            queue.setRetries(-1);
            refused(FaxError.E_INVALIDARG, queue::save);
            other.refresh();
            assertThat(other.getAgeLimit()).isEqualTo(7);
            assertThat(other.getRetries()).isEqualTo(99);

            other.setAgeLimit(0);
            other.setBranding(true);
            other.setDiscountRateStart(LocalTime.MIDNIGHT);
            other.setDiscountRateEnd(LocalTime.MIDNIGHT);
            other.setUseDeviceTSID(true);
            other.setAllowPersonalCoverPages(true);
            other.setRetries(3);
            other.setRetryDelay(10);
            other.save();
            queue.setRetries(4);
            refused(FaxError.ERROR_REVISION_MISMATCH, queue::save);
            queue.refresh();
            assertThat(queue.getRetries()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource(SetUp.class)
    void jobs_of_others_need_a_right(SetUp setUp) {
        try (FaxServer server = connected(setUp);
                FaxServer clerk = connected("clerk-" + setUp, "submit_low");
                FaxServer onlooker = connected("onlooker-" + setUp, "submit_low", "query_out_jobs")) {
            String theirs = later().connectedSubmit(server)[0];
            String own = later().connectedSubmit(clerk)[0];

            assertThat(queue(clerk).getJobs()).extracting(FaxOutgoingJob::getId).containsExactly(own);
            refused(FaxError.FAX_E_MESSAGE_NOT_FOUND, () -> queue(clerk).getJob(theirs));
            assertThat(queue(clerk).findJob(theirs)).isEmpty();
            queue(clerk).getJob(own).pause();

            assertThat(queue(onlooker).getJobs())
                    .extracting(FaxOutgoingJob::getId)
                    .containsExactlyInAnyOrder(own, theirs);
            FaxOutgoingJob seen = queue(onlooker).getJob(own);
            assertThat(seen.getAvailableOperations())
                    .as("whatever the caller may do")
                    .contains(FAX_JOB_OPERATIONS_ENUM.fjoRESUME);
            refused(FaxError.E_ACCESSDENIED, seen::resume);
            refused(FaxError.E_ACCESSDENIED, seen::cancel);
            refused(FaxError.E_ACCESSDENIED, () -> {
                FaxOutgoingQueue settings = queue(onlooker);
                settings.setPaused(true);
                settings.save();
            });
            queue(server).getJob(own).resume();
            cancelAll(server);
            assertThat(queue(clerk).getJobs().getCount()).isZero();
        }
    }
}

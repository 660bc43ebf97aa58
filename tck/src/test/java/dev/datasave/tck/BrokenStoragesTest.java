package dev.datasave.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import dev.datasave.spi.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.launcher.LauncherConstants;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The kit proves itself: each broken storage fails by the rule that it breaks. Only the tests of that rule are run. */
class BrokenStoragesTest {

    static Stream<Arguments> brokenStorages() {
        return Stream.of(
                arguments(BrokenWrites.ChecksThenWrites.class, "R1CompareAndSet"),
                arguments(BrokenWrites.IgnoresWriteIds.class, "R1CompareAndSet"),
                arguments(BrokenWrites.PurgesForRefusedWrites.class, "R1CompareAndSet"),
                arguments(BrokenWrites.ReusesRevisions.class, "R2Revisions"),
                arguments(BrokenReads.ReadsFromACache.class, "R3Reads"),
                arguments(BrokenReads.RoundsNumbers.class, "R3Reads"),
                arguments(BrokenReads.ForgetsTheCreation.class, "R4Times"),
                arguments(BrokenWrites.WritesHalfBatches.class, "R5AtomicBatches"),
                arguments(BrokenReads.TearsSnapshots.class, "R5AtomicBatchesInRaces"),
                arguments(BrokenWrites.ForgetsHistory.class, "R6History"),
                arguments(BrokenHistories.ListsTheCurrentRevision.class, "R6History"),
                arguments(BrokenHistories.RetainsWhatIsNotThere.class, "R6History"),
                arguments(BrokenHistories.SweepsWithoutLimit.class, "R6History"),
                arguments(BrokenHistories.CountsAllAsDue.class, "R6History"),
                arguments(BrokenHistories.TellsItsOwnTime.class, "R6History"),
                arguments(BrokenHistories.NeverSweeps.class, "R6History"),
                arguments(BrokenHistories.FindsPeopleInTheCurrentRevisionOnly.class, "R6Past"),
                arguments(BrokenHistories.FindsPeopleWhoseHistoryIsGone.class, "R6Past"),
                arguments(BrokenHistories.FindsRemovedWithoutHistory.class, "R6Past"),
                arguments(BrokenWrites.RefusesWithoutCurrent.class, "R7Refusals"),
                arguments(BrokenWrites.RefusesRepeats.class, "R8UnknownOutcomes"),
                arguments(BrokenWrites.AnswersWritesInKeyOrder.class, "R9Results"),
                arguments(BrokenWrites.OneRefusedFailsAll.class, "R9Results"),
                arguments(BrokenReads.AnswersReadsInKeyOrder.class, "R9Results"),
                arguments(BrokenReads.ReadsTheSameIdTwice.class, "R9Results"),
                arguments(BrokenNames.IgnoresCase.class, "R10Limits"),
                arguments(BrokenNames.CutsLongKeys.class, "R10Limits"),
                arguments(BrokenNames.PagesByNumber.class, "R10Listing"),
                arguments(BrokenNames.ListsInUtf16Order.class, "R10Listing"),
                arguments(BrokenNames.TakesPrefixesAsPatterns.class, "R10Listing"),
                arguments(BrokenScores.RoundsScores.class, "R10Scores"),
                arguments(BrokenScores.ForgetsTies.class, "R10Scores"),
                arguments(BrokenScores.CountsOnePage.class, "R10Scores"),
                arguments(BrokenScores.CountsFromTheBeginning.class, "R10Scores"),
                arguments(BrokenScores.CountsThePlaceToo.class, "R10Scores"),
                arguments(BrokenScores.ListsFromTheBeginning.class, "R10Scores"),
                arguments(BrokenTransfers.ForgetsTombstones.class, "Transfers"),
                arguments(BrokenTransfers.ForgetsEnds.class, "Transfers"),
                arguments(BrokenTransfers.ReadsAnyMoment.class, "Transfers"),
                arguments(BrokenTransfers.CountsWhatWasThere.class, "Transfers"),
                arguments(BrokenReads.LosesSignals.class, "DeclaredCapabilities"),
                arguments(BrokenReads.NeverCloses.class, "DeclaredCapabilities"));
    }

    @ParameterizedTest
    @MethodSource("brokenStorages")
    void failsByTheRuleThatItBreaks(Class<? extends StorageRules> broken, String rule) throws ClassNotFoundException {
        Class<?> itsTests = Class.forName(StorageRules.class.getName() + "$" + rule);
        Report report = run(selectNestedClass(List.of(broken), itsTests));

        assertThat(report.failedRules).as(report.failures.toString()).contains(rule);
    }

    @Test
    void whatAStorageDoesNotDeclareIsReportedAsSkipped() {
        Report report = run(selectClass(BareStorage.class));

        assertThat(report.tests).isGreaterThan(80);
        assertThat(report.failures).isEmpty();
        assertThat(report.skipped)
                .contains(
                        "Assumption failed: the storage does not declare ATOMIC_BATCH",
                        "Assumption failed: the storage does not declare PUSH",
                        "Assumption failed: the storage does not declare PERSISTENT",
                        "Assumption failed: moveClock is not overridden: the storage's clock can't be moved");
    }

    private static Report run(DiscoverySelector tests) {
        Report report = new Report();
        LauncherConfig alone = LauncherConfig.builder()
                .enableTestExecutionListenerAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .build();
        LauncherFactory.create(alone)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(tests)
                                .configurationParameter(
                                        LauncherConstants.STACKTRACE_PRUNING_ENABLED_PROPERTY_NAME, "false")
                                .build(),
                        report);
        return report;
    }

    /** What happened in one run of the kit. */
    private static final class Report implements TestExecutionListener {
        private final Set<String> failedRules = new TreeSet<>();
        private final List<String> failures = new ArrayList<>();
        private final Set<String> skipped = new TreeSet<>();
        private int tests;

        @Override
        public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            tests += test.isTest() ? 1 : 0;
            switch (result.getStatus()) {
                case SUCCESSFUL -> {}
                case ABORTED -> skipped.add(result.getThrowable().orElseThrow().getMessage());
                case FAILED -> {
                    test.getUniqueIdObject().getSegments().stream()
                            .filter(segment -> segment.getType().equals("nested-class"))
                            .map(UniqueId.Segment::getValue)
                            .forEach(failedRules::add);
                    failures.add(
                            test.getDisplayName() + ": " + result.getThrowable().orElseThrow());
                }
            }
        }
    }

    /** Right, but can nothing beyond the rules. */
    static class BareStorage extends StorageRules {
        private final Storage memory = Storage.inMemory();

        @Override
        protected Storage open() {
            return new Bare(new Handle(memory));
        }
    }
}

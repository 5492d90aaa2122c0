package io.loadmark.collector.libvirt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.loadmark.collector.fixture.Hosts;
import io.loadmark.collector.fixture.RecordingSink;
import io.loadmark.collector.fixture.Virsh;
import io.loadmark.collector.libvirt.connection.JobReport;
import io.loadmark.collector.libvirt.connection.Notice;
import io.loadmark.collector.libvirt.xml.DomainXml;
import io.loadmark.collector.libvirt.xml.MalformedXmlException;
import io.loadmark.schema.Event;
import io.loadmark.schema.EventPhase;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JobsTest {
    private static final UUID DOMAIN = UUID.fromString("8c7f0a10-2222-4b6e-9a55-0000000000a2");

    private final RecordingSink sink = new RecordingSink();
    private final DomainEvents events = DomainEvents.of(Hosts.HOST).to(sink);
    private final Jobs jobs = new Jobs();

    @Test
    void aMigrationThatIsToldToHaveFailedEndsSo() {
        jobs.seen(DOMAIN, new JobReport(true, 5, 2_000), 10_000_000, events);
        jobs.seen(DOMAIN, new JobReport(true, 5, 3_000), 11_000_000, events);
        assertThat(jobs.running(DOMAIN)).isEqualTo("migration-out");
        jobs.noticed(new Notice.JobEnded(DOMAIN, 12_000_000, Virsh.domstats("operation=5\nsuccess=0")), events);
        assertThat(jobs.running(DOMAIN)).isNull();
        jobs.seen(DOMAIN, JobReport.NONE, 13_000_000, events);

        assertThat(sink.all(Event.class))
                .extracting(Event::getName, Event::getPhase, Event::getAtMicros, Event::getOutcome)
                .containsExactly(
                        tuple("migration-out", EventPhase.START, 8_000_000L, null),
                        tuple("migration-out", EventPhase.END, 12_000_000L, "failed"));
    }

    @Test
    void aJobThatNobodySawStartHasAnEndOnly() {
        jobs.noticed(new Notice.JobEnded(DOMAIN, 5, Virsh.domstats("operation=9\nsuccess=1")), events);
        jobs.noticed(new Notice.BlockJob(DOMAIN, 6, "vda", 3, 0), events);
        assertThat(sink.all(Event.class))
                .extracting(Event::getName, Event::getDetail, Event::getOutcome, Event::getStartMicros)
                .containsExactly(
                        tuple("backup", "", "completed", null), tuple("block-commit", "vda", "completed", null));
    }

    @Test
    void aDiskIsCopiedFromItsMirrorsFirstSightToItsEnd() throws MalformedXmlException {
        var copied = DomainXml.read(Virsh.text("libvirt/rich.xml"));
        jobs.seen(DOMAIN, copied, 10, events);
        jobs.seen(DOMAIN, copied, 20, events);
        jobs.noticed(new Notice.BlockJob(DOMAIN, 25, "vda", 2, 3), events); // ready: it goes on in step
        jobs.seen(DOMAIN, DomainXml.read(Virsh.text("libvirt/tuned.xml")), 30, events);

        assertThat(sink.all(Event.class))
                .extracting(Event::getName, Event::getDetail, Event::getPhase, Event::getAtMicros)
                .containsExactly(
                        tuple("block-copy", "vda", EventPhase.START, 10L),
                        tuple("block-copy", "vda", EventPhase.END, 30L));
    }

    @Test
    void whatWasGoingOnEndsWithTheDomain() {
        jobs.seen(DOMAIN, new JobReport(true, 99, Long.MAX_VALUE), 5_000, events);
        jobs.vanished(DOMAIN, 6_000, events);
        assertThat(sink.all(Event.class))
                .extracting(Event::getName, Event::getPhase, Event::getAtMicros)
                .containsExactly(tuple("job", EventPhase.START, 0L), tuple("job", EventPhase.END, 6_000L));
    }
}

package io.trajan.launcher;

import static io.trajan.boot.ProcessSignal.REOPEN_LOGS;
import static io.trajan.boot.ProcessSignal.REREAD_CONFIGURATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.boot.ProcessSignalListener;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.felix.framework.FrameworkFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

@Timeout(60)
class SignalsTest {
  @TempDir Path storage;

  private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
  private final Signals signals = new Signals(signal -> told.add("logging " + signal));
  private Framework framework;

  @BeforeEach
  void start() throws Exception {
    framework =
        new FrameworkFactory()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.toString()));
    framework.start();
    ProcessSignalListener bundle = signal -> told.add("bundle " + signal);
    framework.getBundleContext().registerService(ProcessSignalListener.class, bundle, null);
  }

  @AfterEach
  void stop() throws Exception {
    signals.close();
    framework.stop();
    framework.waitForStop(10_000);
  }

  private String next() throws InterruptedException {
    return told.poll(10, TimeUnit.SECONDS);
  }

  @Test
  void whatComesBeforeThereIsAFrameworkIsToldOnceThereIs() throws Exception {
    signals.signalled(REREAD_CONFIGURATION);
    signals.signalled(REREAD_CONFIGURATION);
    assertThat(told).isEmpty();
    signals.dispatch(framework.getBundleContext());
    assertThat(next()).isEqualTo("logging REREAD_CONFIGURATION");
    assertThat(next()).isEqualTo("bundle REREAD_CONFIGURATION");
    signals.signalled(REOPEN_LOGS);
    assertThat(next()).isEqualTo("logging REOPEN_LOGS");
    assertThat(next()).isEqualTo("bundle REOPEN_LOGS");
    assertThat(told).isEmpty();
  }

  @Test
  void aListenerThatFailsKeepsNobodyFromHearing() throws Exception {
    ProcessSignalListener unlinked =
        signal -> {
          throw new NoClassDefFoundError("the bundle is being refreshed");
        };
    var first = Map.of(Constants.SERVICE_RANKING, 100);
    framework
        .getBundleContext()
        .registerService(
            ProcessSignalListener.class,
            unlinked,
            org.osgi.framework.FrameworkUtil.asDictionary(Map.copyOf(first)));
    signals.dispatch(framework.getBundleContext());
    signals.signalled(REOPEN_LOGS);
    assertThat(next()).isEqualTo("logging REOPEN_LOGS");
    assertThat(next()).isEqualTo("bundle REOPEN_LOGS");
  }
}

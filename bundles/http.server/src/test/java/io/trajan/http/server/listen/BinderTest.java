package io.trajan.http.server.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.Channel;
import io.trajan.config.codec.Address;
import io.trajan.http.server.net.Admission;
import io.trajan.http.server.net.Loops;
import io.trajan.request.Gate;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BinderTest {
  @TempDir Path directory;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private final Binder binder = new Binder();
  private Loops loops;

  @BeforeEach
  void start() {
    loops = new Loops(1, new Gate<>(1, Duration.ofSeconds(1), timer), Duration.ofMillis(100));
  }

  @AfterEach
  void stop() throws InterruptedException {
    loops.close();
    timer.shutdownNow();
    assertThat(timer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
  }

  private Channel bind(Set<PosixFilePermission> mode) throws Exception {
    Acceptor acceptor = new Acceptor(new Opener(loops, new Admission(1)));
    Address address = new Address.Unix(directory.resolve("a.sock"));
    return binder.bind(address, 1, mode, loops.first(), acceptor);
  }

  @Test
  void permissionsThatCannotBeSetLeaveNoSocketBehind() throws Exception {
    Set<PosixFilePermission> impossible = Collections.singleton(null);
    assertThatThrownBy(() -> bind(impossible)).isInstanceOf(NullPointerException.class);
    assertThat(directory).isEmptyDirectory();
    Channel channel = bind(Set.of(PosixFilePermission.OWNER_READ));
    channel.close().awaitUninterruptibly(5, TimeUnit.SECONDS);
  }
}

package io.trajan.request.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Fields;
import io.trajan.request.MountStatistics;
import io.trajan.request.Outcome;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DispatcherTest {
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void highestGenerationThenRankingThenAgeWins() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", 1, 100, House.answering("old"));
      house.add("", 2, 0, House.answering("first"));
      house.add("", 2, 5, House.answering("ranked"));
      house.add("", 2, 5, House.answering("later"));
      assertThat(house.get("/").text()).isEqualTo("ranked at ");
    }
  }

  @Test
  void handlerSeesItsMount() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      house.add("/a", "a");
      assertThat(house.get("/a/b?c").text()).isEqualTo("a at /a");
      assertThat(house.get("/b").text()).isEqualTo("root at ");
    }
  }

  @Test
  void pathBesideEveryMountIsNotFound() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("/a", "a");
      FakeResponse response = house.get("/b");
      assertThat(response.status()).isEqualTo(404);
      assertThat(response.header("Retry-After")).isNull();
      assertThat(row(house, "-").statuses().get(4)).isEqualTo(1);
    }
  }

  @Test
  void requestsWaitForAHandlerWhoseBundleIsUpdatedAndGoInOrder() throws InterruptedException {
    try (House house = House.patient()) {
      var old = house.add("", "old");
      house.remove(old, true);
      FakeResponse first = house.get("/1");
      FakeResponse second = house.get("/2");
      assertThat(first.isStarted()).isFalse();
      assertThat(row(house, "").parked()).isEqualTo(2);
      house.add("", "new");
      assertThat(first.text()).isEqualTo("new at ");
      assertThat(second.text()).isEqualTo("new at ");
      assertThat(house.records).extracting(r -> r.request().path()).containsExactly("/1", "/2");
      assertThat(house.records).allSatisfy(r -> assertThat(r.parked()).isPositive());
      assertThat(row(house, "").parked()).isZero();
    }
  }

  @Test
  void requestsForAMountThatIsAwayDoNotGoToTheRoot() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      var files = house.add("/static", "files");
      house.remove(files, true);
      FakeResponse waiting = house.get("/static/a.css");
      assertThat(waiting.isStarted()).isFalse();
      assertThat(house.get("/").text()).isEqualTo("root at ");
      house.add("/static", "files again");
      assertThat(waiting.text()).isEqualTo("files again at /static");
    }
  }

  @Test
  void mountThatANewerGenerationHasNoMoreFallsToTheRootSoon() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", 1, 0, House.answering("old root"));
      var files = house.add("/static", 1, 0, House.answering("files"));
      house.add("", 2, 0, House.answering("new root"));
      house.remove(files, false);
      assertThat(house.get("/static/a").await(SOON).status()).isEqualTo(200);
      assertThat(house.get("/static/a").text()).isEqualTo("new root at ");
    }
  }

  @Test
  void whatDoesNotComeBackInTimeIsAnsweredWith503() throws InterruptedException {
    try (House house = new House(10, SHORT)) {
      house.remove(house.add("", "gone"), true);
      FakeResponse response = house.get("/");
      assertThat(response.await(SOON).status()).isEqualTo(503);
      assertThat(response.header("Retry-After")).isEqualTo("5");
      assertThat(row(house, "").refusedLate()).isEqualTo(1);
    }
  }

  @Test
  void refusalsAreCountedByReason() throws InterruptedException {
    try (House house = new House(1, Duration.ofMinutes(1))) {
      house.remove(house.add("", "gone"), true);
      FakeResponse waiting = house.get("/1");
      FakeResponse refused = house.get("/2");
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("Retry-After")).isNotNull();
      assertThat(waiting.isStarted()).isFalse();
      assertThat(row(house, "").refusedFull()).isEqualTo(1);
      assertThat(row(house, "").parked()).isEqualTo(1);
    }
  }

  @Test
  void vassalNobodySpokeOfYetIsWaitedFor() throws InterruptedException {
    try (House house = House.patient()) {
      FakeResponse early = house.get("/");
      assertThat(early.isStarted()).isFalse();
      house.add("", "started");
      assertThat(early.text()).isEqualTo("started at ");
    }
  }

  @Test
  void vassalThatDidNotComeIsNotWaitedForAgain() throws InterruptedException {
    try (House house = new House(10, SHORT)) {
      assertThat(house.get("/").await(SOON).status()).isEqualTo(503);
      FakeResponse next = house.get("/");
      assertThat(next.status()).isEqualTo(503);
      assertThat(next.header("Retry-After")).isNotNull();
    }
  }

  @Test
  void placeholderAnswersAtOnceForEveryPlaceThatIsAway() throws InterruptedException {
    try (House house = House.patient()) {
      house.remove(house.add("", "gone"), true);
      house.remove(house.add("/static", "gone"), true);
      FakeResponse root = house.get("/");
      FakeResponse file = house.get("/static/a");
      var placeholder = house.add("", -1, Integer.MIN_VALUE, House.answering("failed to start"));
      assertThat(root.text()).isEqualTo("failed to start at ");
      assertThat(file.text()).isEqualTo("failed to start at ");
      house.add("", 1, -5000, House.answering("real"));
      assertThat(house.get("/").text()).isEqualTo("real at ");
      house.remove(placeholder, false);
      assertThat(house.get("/static/a").text()).isEqualTo("real at ");
    }
  }

  @Test
  void placeholderThatTakesNothingMakesWhatIsUnknownWait() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("/static", "files");
      var starting = house.add("", -1, Integer.MIN_VALUE, (request, response) -> false);
      FakeResponse response = house.get("/");
      assertThat(house.get("/static/a").text()).isEqualTo("files at /static");
      assertThat(response.isStarted()).isFalse();
      house.add("", "app");
      house.remove(starting, false);
      assertThat(response.text()).isEqualTo("app at ");
    }
  }

  @Test
  void handlerThatIsClosingKeepsNothingAndItsSuccessorGetsAll() throws InterruptedException {
    try (House house = House.patient()) {
      var closing = house.add("", 1, 0, (request, response) -> false);
      FakeResponse response = house.get("/");
      assertThat(row(house, "").parked()).isEqualTo(1);
      assertThat(row(house, "").inFlight()).isZero();
      house.remove(closing, true);
      assertThat(response.isStarted()).isFalse();
      house.add("", "next");
      assertThat(response.text()).isEqualTo("next at ");
    }
  }

  @Test
  void requestWhosePeerLeftWhileItWaitedIsNotHandled() throws InterruptedException {
    try (House house = House.patient()) {
      FakeResponse response = house.get("/");
      response.disconnect();
      assertThat(house.records).hasSize(1);
      AtomicInteger handled = new AtomicInteger();
      house.add("", 1, 0, (request, r) -> handled.incrementAndGet() > 0);
      assertThat(handled).hasValue(0);
      assertThat(row(house, "").parked()).isZero();
      assertThat(house.records).hasSize(1);
    }
  }

  @Test
  void exceptionIsAnsweredWith500OrABreak() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", 1, 0, failing(false));
      house.add("/late", 1, 0, failing(true));
      FakeResponse early = house.get("/");
      assertThat(early.status()).isEqualTo(500);
      assertThat(early.text()).doesNotContain("secret");
      FakeResponse late = house.get("/late");
      assertThat(late.abortCause()).hasMessage("secret");
      assertThat(house.records).hasSize(2);
      assertThat(row(house, "").inFlight()).isZero();
    }
  }

  private static RequestHandler failing(boolean started) {
    return (request, response) -> {
      if (started) {
        response.start(200, new Fields());
      }
      throw new IllegalStateException("secret");
    };
  }

  @Test
  void everyRequestIsRecordedOnceWithItsOutcome() throws InterruptedException {
    try (House house = House.patient()) {
      house.logs.add(
          record -> {
            throw new IllegalStateException("a log that fails keeps nothing from the others");
          });
      List<Response> open = new ArrayList<>();
      house.add("/a", 1, 0, (request, response) -> open.add(response));
      FakeResponse response = house.get("/a/x");
      assertThat(row(house, "/a").inFlight()).isEqualTo(1);
      assertThat(house.records).isEmpty();
      open.getFirst().send(201, new Fields(), ByteBuffer.allocate(7));
      response.disconnect();
      assertThat(house.records).hasSize(1);
      assertThat(house.records.getFirst().outcome()).isEqualTo(new Outcome(201, 7, null));
      assertThat(house.records.getFirst().request().mount()).isEqualTo("/a");
      MountStatistics row = row(house, "/a");
      assertThat(row.inFlight()).isZero();
      assertThat(row.total()).isEqualTo(1);
      assertThat(row.bodyBytes()).isEqualTo(7);
      assertThat(row.statuses()).containsExactly(0L, 0L, 1L, 0L, 0L, 0L);
      assertThat(row.handlers()).containsExactly(new MountStatistics.Handler("app", 1));
      assertThat(house.ledger.recent().list()).hasSize(1);
    }
  }

  @Test
  void closingGivesWaitingRequestsBackAndLeavesOthersInPeace() throws InterruptedException {
    try (House house = House.patient()) {
      List<Response> open = new ArrayList<>();
      house.add("", 1, 0, (request, response) -> open.add(response));
      house.remove(house.add("/away", "away"), true);
      FakeResponse handed = house.get("/");
      FakeResponse waiting =
          house.send(FakeRequest.get("/away").vassal("v"), new FakeResponse().takingBack());
      FakeResponse stubborn = house.get("/away/2");
      house.dispatcher.close();
      assertThat(waiting.isGivenBack()).isTrue();
      assertThat(waiting.isStarted()).isFalse();
      assertThat(stubborn.status()).isEqualTo(503);
      assertThat(house.dispatcher.dispatch(FakeRequest.get("/").vassal("v"), new FakeResponse()))
          .isFalse();
      open.getFirst().send(200, new Fields(), ByteBuffer.allocate(3));
      assertThat(handed.outcome()).isEqualTo(new Outcome(200, 3, null));
      waiting.disconnect();
      assertThat(house.records).extracting(r -> r.request().path()).containsExactly("/away/2", "/");
    }
  }

  @Test
  void brokenAnswersAreCounted() throws InterruptedException {
    try (House house = House.patient()) {
      house.add(
          "",
          1,
          0,
          (request, response) -> {
            response.start(200, new Fields());
            response.abort(new IOException("disk"));
            return true;
          });
      house.get("/");
      assertThat(row(house, "").failed()).isEqualTo(1);
    }
  }

  private static MountStatistics row(House house, String mount) {
    return house.lanes.statistics().stream()
        .filter(m -> m.mount().equals(mount))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("no row " + mount + " in " + house.lanes.statistics()));
  }
}

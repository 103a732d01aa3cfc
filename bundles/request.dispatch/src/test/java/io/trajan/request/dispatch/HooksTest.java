package io.trajan.request.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Fields;
import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.Response;
import io.trajan.request.RouteHook;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HooksTest {
  private final List<String> asked = new ArrayList<>();

  @Test
  void hooksAreAskedInOrderOfRankingAndMayChangeTheRequest() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      house.add("/new", "new");
      house.addHook("b", 0, 1, noting("second"));
      house.addHook("a", 0, 9, (request, response) -> FakeRequest.get("/new").vassal("v"));
      assertThat(house.get("/old").text()).isEqualTo("new at /new");
      assertThat(asked).containsExactly("second /new");
    }
  }

  @Test
  void hookMayAnswerAndTheAnswerIsRecorded() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      house.addHook("a", 0, 0, HooksTest::forbid);
      assertThat(house.get("/").status()).isEqualTo(403);
      assertThat(house.records).hasSize(1);
    }
  }

  @Test
  void hookMayTakeItsTimeAndGoOn() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      Slow slow = new Slow();
      house.addHook("a", 0, 2, slow);
      house.addHook("b", 0, 1, noting("next"));
      FakeResponse response = house.get("/");
      assertThat(response.isStarted()).isFalse();
      assertThat(house.lanes.statistics()).extracting(m -> m.mount() + m.inFlight()).contains("-1");
      slow.onward.getFirst().proceed(FakeRequest.get("/later").vassal("v"));
      assertThat(asked).containsExactly("next /later");
      assertThat(response.text()).isEqualTo("root at ");
      slow.onward.getFirst().proceed(FakeRequest.get("/twice").vassal("v"));
      assertThat(asked).hasSize(1);
      assertThat(house.records).hasSize(1);
    }
  }

  @Test
  void waitingRequestIsNotAskedAboutTwice() throws InterruptedException {
    try (House house = House.patient()) {
      var old = house.add("", "old");
      house.addHook("a", 0, 0, noting("once"));
      house.remove(old, true);
      FakeResponse response = house.get("/");
      house.add("", "new");
      assertThat(response.text()).isEqualTo("new at ");
      assertThat(asked).containsExactly("once /");
    }
  }

  @Test
  void whileTheBundleOfAHookIsUpdatedNobodyGetsPast() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      var guard = house.addHook("guard", 0, 0, HooksTest::forbid);
      house.removeHook(guard, true);
      FakeResponse response = house.get("/secret");
      assertThat(response.isStarted()).isFalse();
      house.addHook("guard", 0, 0, HooksTest::forbid);
      assertThat(response.status()).isEqualTo(403);
    }
  }

  @Test
  void ofOneBundleOnlyTheHighestGenerationIsAsked() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      house.addHook("a", 1, 9, noting("old"));
      var young = house.addHook("a", 2, 0, noting("young"));
      house.addHook("b", 1, 0, noting("other"));
      house.get("/");
      assertThat(asked).containsExactly("young /", "other /");
      house.removeHook(young, true);
      house.get("/");
      assertThat(asked).endsWith("old /", "other /");
    }
  }

  @Test
  void hookThatThrowsIsAnsweredWith500() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      house.addHook(
          "a",
          0,
          0,
          (request, response) -> {
            throw new IllegalStateException("broken");
          });
      assertThat(house.get("/").status()).isEqualTo(500);
    }
  }

  @Test
  void requestKeptByAHookWhenTheDispatcherClosesIsGivenBack() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      Slow slow = new Slow();
      house.addHook("a", 0, 0, slow);
      FakeResponse response =
          house.send(FakeRequest.get("/").vassal("v"), new FakeResponse().takingBack());
      house.dispatcher.close();
      assertThat(response.isGivenBack()).isFalse();
      slow.onward.getFirst().proceed(FakeRequest.get("/").vassal("v"));
      assertThat(response.isGivenBack()).isTrue();
    }
  }

  @Test
  void hookThatClosesWithARequestInItsHandsLeavesItToItsSuccessor() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "root");
      Slow slow = new Slow();
      house.addHook("first", 0, 9, noting("first"));
      var closing = house.addHook("guard", 0, 0, slow);
      FakeResponse response = house.get("/");
      house.removeHook(closing, true);
      slow.onward.getFirst().again();
      assertThat(response.isStarted()).isFalse();
      house.addHook("guard", 0, 0, HooksTest::forbid);
      assertThat(response.status()).isEqualTo(403);
      assertThat(asked).containsExactly("first /", "first /");
    }
  }

  private RouteHook noting(String name) {
    return (request, response) -> {
      asked.add(name + " " + request.path());
      return request;
    };
  }

  private static @Nullable Request forbid(Request request, Response response) {
    response.send(403, new Fields(), ByteBuffer.allocate(0));
    return null;
  }

  private static final class Slow implements RouteHook {
    final List<Onward> onward = new ArrayList<>();

    @Override
    public Request route(Request request, Response response) {
      throw new AssertionError("the dispatcher calls the other one");
    }

    @Override
    public @Nullable Request route(Request request, Response response, Onward later) {
      onward.add(later);
      return null;
    }
  }
}

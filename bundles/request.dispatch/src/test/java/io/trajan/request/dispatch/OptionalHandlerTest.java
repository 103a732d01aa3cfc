package io.trajan.request.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.Onward;
import io.trajan.request.Request;
import io.trajan.request.RequestHandler;
import io.trajan.request.Response;
import io.trajan.testkit.FakeRequest;
import io.trajan.testkit.FakeResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionalHandlerTest {
  @Test
  void passesOnToTheOneBehindItAtTheSameMount() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "app");
      house.addOptional("", new PassingOn("/file"));
      assertThat(house.get("/file").text()).isEqualTo("optional at ");
      assertThat(house.get("/other").text()).isEqualTo("app at ");
    }
  }

  @Test
  void passesOnToShorterMountsAndInTheEndToNobody() throws InterruptedException {
    try (House house = House.patient()) {
      house.addOptional("/a", new PassingOn("/a/file"));
      house.addOptional("/a/b", new PassingOn("/a/b/file"));
      assertThat(house.get("/a/b/x").status()).isEqualTo(404);
      house.add("", "app");
      assertThat(house.get("/a/b/x").text()).isEqualTo("app at ");
      assertThat(house.records.getLast().request().mount()).isEmpty();
    }
  }

  @Test
  void mayTakeItsTimeAndWhatItPassesOnMayWaitThen() throws InterruptedException {
    try (House house = House.patient()) {
      Keeping keeping = new Keeping();
      house.addOptional("/a", keeping);
      house.remove(house.add("", "gone"), true);
      FakeResponse response = house.get("/a/x");
      assertThat(row(house, "/a")).isEqualTo("in flight 1 parked 0");
      keeping.kept.getFirst().proceed(FakeRequest.get("/a/x").vassal("v"));
      assertThat(row(house, "/a")).isEqualTo("in flight 0 parked 0");
      assertThat(row(house, "")).isEqualTo("in flight 0 parked 1");
      house.add("", "back");
      assertThat(response.text()).isEqualTo("back at ");
      assertThat(keeping.kept).hasSize(1);
    }
  }

  @Test
  void applicationThatClosesGivesBackWhatItHadNotBegun() throws InterruptedException {
    try (House house = House.patient()) {
      Keeping old = new Keeping();
      Offer<RequestHandler> first = house.add("", 1, 0, old);
      FakeResponse served = house.get("/a");
      FakeResponse waiting = house.get("/b");
      Offer<RequestHandler> second = house.add("", 2, 0, House.answering("second"));
      house.remove(first, false);
      old.kept.get(0).again();
      assertThat(served.text()).isEqualTo("second at ");
      house.remove(second, true);
      old.kept.get(1).again();
      assertThat(row(house, "")).isEqualTo("in flight 0 parked 1");
      house.add("", "third");
      assertThat(waiting.text()).isEqualTo("third at ");
    }
  }

  @Test
  void whileItIsUpdatedItsPlaceIsKept() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "app");
      house.remove(house.addOptional("", new PassingOn("/file")), true);
      FakeResponse response = house.get("/file");
      assertThat(response.isStarted()).isFalse();
      house.addOptional("", new PassingOn("/file"));
      assertThat(response.text()).isEqualTo("optional at ");
    }
  }

  @Test
  void whoClosesWithARequestInHandsLeavesItToTheSuccessor() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "app");
      Keeping keeping = new Keeping();
      var closing = house.addOptional("", keeping);
      FakeResponse response = house.get("/file");
      house.remove(closing, true);
      keeping.kept.getFirst().again();
      assertThat(response.isStarted()).isFalse();
      house.addOptional("", new PassingOn("/file"));
      assertThat(response.text()).isEqualTo("optional at ");
    }
  }

  @Test
  void placeholderDoesNotOpenAWayAroundWhatIsAwayToTheApplication() throws InterruptedException {
    try (House house = House.patient()) {
      house.add("", "app");
      house.remove(house.addOptional("/static", new PassingOn("/static/file")), true);
      house.add("", -1, Integer.MIN_VALUE, (request, response) -> false);
      FakeResponse response = house.get("/static/file");
      assertThat(response.isStarted()).isFalse();
      house.addOptional("/static", new PassingOn("/static/file"));
      assertThat(response.text()).isEqualTo("optional at /static");
    }
  }

  private static String row(House house, String mount) {
    return house.lanes.statistics().stream()
        .filter(m -> m.mount().equals(mount))
        .map(m -> "in flight " + m.inFlight() + " parked " + m.parked())
        .findFirst()
        .orElse("no row");
  }

  private record PassingOn(String known) implements RequestHandler {
    @Override
    public boolean handle(Request request, Response response) {
      throw new AssertionError("the dispatcher calls the other one");
    }

    @Override
    public boolean handle(Request request, Response response, Onward onward) {
      if (request.path().equals(known)) {
        return House.answering("optional").handle(request, response);
      }
      onward.proceed(request);
      return true;
    }
  }

  private static final class Keeping implements RequestHandler {
    final List<Onward> kept = new ArrayList<>();

    @Override
    public boolean handle(Request request, Response response) {
      throw new AssertionError("the dispatcher calls the other one");
    }

    @Override
    public boolean handle(Request request, Response response, Onward onward) {
      return kept.add(onward);
    }
  }
}

package io.trajan.request.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trajan.request.dispatch.Routes.Point;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  private static final Routes ROUTES = routes("", "/foo", "/foo/bar", "/f", "/~user");

  @ParameterizedTest
  @CsvSource(
      delimiterString = "->",
      quoteCharacter = '"',
      value = {
        "/ -> \"\"",
        "/foo -> /foo",
        "/foo/ -> /foo",
        "/foo/x -> /foo",
        "/foobar -> \"\"",
        "/foo.html -> \"\"",
        "/foo;v=1 -> \"\"",
        "/foo/bar -> /foo/bar",
        "/foo/barn -> /foo",
        "/foo/bar/x/y -> /foo/bar",
        "/FOO/x -> \"\"",
        // The raw path is compared: nothing is decoded, nothing is folded.
        "/foo%2e%2e/ -> \"\"",
        "/foo%2Fbar -> \"\"",
        "/foo/..%2f -> /foo",
        "/foo/../f/x -> /foo",
        "/./foo -> \"\"",
        "//foo -> \"\"",
        "/%66oo -> \"\"",
        "/%7Euser/x -> \"\"",
        "/~user/x -> /~user",
        "* -> \"\"",
        "\"\" -> \"\"",
      })
  void longestMountOfWholeSegmentsHoldsTheRawPath(String path, String mount) {
    Point found = ROUTES.find(path, Integer.MAX_VALUE);
    assertThat(found).isNotNull();
    assertThat(found == null ? null : found.mount()).isEqualTo(mount);
  }

  @Test
  void withoutARootNothingElseIsFound() {
    Routes routes = routes("/foo");
    assertThat(
            Stream.of("/", "/foobar", "*", "", "/fo").map(p -> routes.find(p, Integer.MAX_VALUE)))
        .containsOnlyNulls();
  }

  private static Routes routes(String... mounts) {
    List<Point> points =
        Stream.of(mounts)
            .map(
                m ->
                    new Point(
                        new Offer.Place(m, false),
                        (request, response) -> true,
                        "b",
                        new MountCounters("v", m)))
            .toList();
    return new Routes(List.of(), points, false);
  }
}

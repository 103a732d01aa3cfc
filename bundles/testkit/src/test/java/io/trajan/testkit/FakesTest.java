package io.trajan.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.trajan.request.ByteSource;
import io.trajan.request.Fields;
import io.trajan.request.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FakesTest {
  @Test
  void requestSplitsItsTargetAtTheFirstQuestionMark() {
    FakeRequest request = FakeRequest.get("/a?b=c?d");
    assertThat(request.path()).isEqualTo("/a");
    assertThat(request.query()).isEqualTo("b=c?d");
    assertThat(request.at("/a").mount()).isEqualTo("/a");
  }

  @Test
  void bodyIsPulledPieceByPieceAndKeptBuffersGoBad() {
    FakeBody body = FakeBody.of("one", "two");
    Collector collector = new Collector();
    body.read(collector);
    body.read(collector);
    body.read(collector);
    body.read(collector);
    assertThat(collector.seen).containsExactly("one", "two", "end", "end");
    assertThat(collector.kept.getFirst().get(0)).isEqualTo((byte) 0xDD);
  }

  @Test
  void bodyThatIsNotThereYetAnswersWhenItComes() {
    FakeBody body = FakeBody.open(-1);
    Collector collector = new Collector();
    body.read(collector);
    assertThatIllegalStateException().isThrownBy(() -> body.read(collector));
    body.feed("x");
    body.read(collector);
    body.fail(new IOException("gone"));
    assertThat(collector.seen).containsExactly("x", "gone");
  }

  @Test
  void stalledResponseHoldsWritersBackUntilDrained() {
    FakeResponse response = new FakeResponse();
    List<String> events = new ArrayList<>();
    response.onDone(outcome -> events.add("done " + outcome.bodyBytes()));
    response.stall(4);
    response.start(200, new Fields());
    assertThat(response.write(bytes("1234"))).isTrue();
    assertThat(response.write(bytes("5"))).isFalse();
    response.whenWritable(() -> events.add("resumed"));
    response.end();
    assertThat(events).isEmpty();
    response.drain();
    assertThat(events).containsExactly("resumed", "done 5");
  }

  @Test
  void contentLengthIsEnforced() {
    FakeResponse tooShort = new FakeResponse();
    tooShort.send(200, Fields.of("Content-Length", "3"), bytes("ab"));
    assertThat(tooShort.outcome()).isEqualTo(new Outcome(200, 2, "body shorter than announced"));
    FakeResponse tooLong = new FakeResponse();
    tooLong.send(200, Fields.of("Content-Length", "3"), bytes("abcd"));
    assertThat(tooLong.text()).isEqualTo("abc");
  }

  @Test
  void answerToHeadHasNoBytes() {
    FakeResponse response = FakeResponse.to(FakeRequest.of("HEAD", "/"));
    response.send(200, Fields.of("Content-Length", "3"), bytes("abc"));
    assertThat(response.outcome()).isEqualTo(new Outcome(200, 0, null));
  }

  @Test
  void fileIsReadAndClosed(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("f"), "0123456789");
    FileChannel channel = FileChannel.open(file);
    FakeResponse response = new FakeResponse();
    response.start(206, new Fields());
    response.writeFile(channel, 2, 3);
    response.end();
    assertThat(response.text()).isEqualTo("234");
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void misuseIsRefusedAndCallsAfterTheEndAreNot() {
    FakeResponse response = new FakeResponse();
    assertThatIllegalStateException().isThrownBy(() -> response.write(bytes("x")));
    response.start(200, new Fields());
    assertThatIllegalStateException().isThrownBy(() -> response.start(200, new Fields()));
    response.end();
    response.start(500, new Fields());
    response.abort(new IOException("late"));
    assertThat(response.outcome()).isEqualTo(new Outcome(200, 0, null));
  }

  @Test
  void hijackedConnectionIsThroughWhenClosed() {
    FakeResponse response = new FakeResponse();
    var raw = response.hijack();
    raw.write(bytes("hi"));
    assertThat(response.outcome()).isNull();
    raw.close();
    assertThat(response.outcome()).isEqualTo(new Outcome(0, 0, null));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static final class Collector implements ByteSource.Reader {
    final List<String> seen = new ArrayList<>();
    final List<ByteBuffer> kept = new ArrayList<>();

    @Override
    public void piece(ByteBuffer bytes) {
      kept.add(bytes);
      seen.add(StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString());
    }

    @Override
    public void end(Fields trailers) {
      seen.add("end");
    }

    @Override
    public void failed(IOException cause) {
      seen.add(String.valueOf(cause.getMessage()));
    }
  }
}

package io.trajan.http.server.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.trajan.request.ByteSource.Reader;
import io.trajan.request.Fields;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BodyPipeTest {
  private final Sink sink = new Sink();
  private final BodyPipe pipe = new BodyPipe(sink, BodyPipe.UNKNOWN);

  private static final class Sink implements BodyPipe.Source, Reader {
    private final ByteArrayOutputStream all = new ByteArrayOutputStream();
    private BodyPipe reading = new BodyPipe(this, 0);
    private int wanted;
    private int pieces;
    private long consumed;
    private boolean ended;

    void read(BodyPipe from, int most) {
      reading = from;
      wanted = most;
      from.read(this);
    }

    @Override
    public void wanted() {}

    @Override
    public void consumed(int bytes) {
      consumed += bytes;
    }

    @Override
    public void piece(ByteBuffer piece) {
      pieces++;
      while (piece.hasRemaining()) {
        all.write(piece.get());
      }
      if (--wanted > 0) {
        reading.read(this);
      }
    }

    @Override
    public void end(Fields trailers) {
      ended = true;
    }

    @Override
    public void failed(IOException cause) {
      throw new AssertionError(cause);
    }
  }

  @Test
  void tinyPiecesCostLittleMoreThanTheirBytes() {
    int count = 100_000;
    List<ByteBuf> given = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ByteBuf piece = Unpooled.directBuffer(1).writeByte(i);
      given.add(piece);
      pipe.offer(piece);
    }
    assertThat(pipe.held()).isBetween((long) count, count * 5L / 4);
    assertThat(given.stream().filter(piece -> piece.refCnt() > 0)).hasSizeLessThan(2);
    pipe.finish(new Fields());
    sink.read(pipe, Integer.MAX_VALUE);
    assertThat(sink.pieces).isLessThan(20);
    assertThat(sink.consumed).isEqualTo(count);
    assertThat(pipe.held()).isZero();
    byte[] read = sink.all.toByteArray();
    for (int i = 0; i < count; i++) {
      assertThat(read[i]).isEqualTo((byte) i);
    }
  }

  @Test
  void nothingIsLostOrMixedUpWhateverTheSizesAndWheneverTheyAreRead() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    ByteArrayOutputStream sent = new ByteArrayOutputStream();
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(random.nextBoolean() ? 20 : 5000)];
      random.nextBytes(bytes);
      sent.writeBytes(bytes);
      pipe.offer(Unpooled.copiedBuffer(bytes));
      if (random.nextInt(20) == 0 && !pipe.isWanted()) {
        sink.read(pipe, 1 + random.nextInt(20));
      }
    }
    pipe.finish(new Fields());
    if (!sink.ended) {
      sink.read(pipe, Integer.MAX_VALUE);
    }
    assertThat(sink.all.toByteArray()).as("seed " + seed).isEqualTo(sent.toByteArray());
    assertThat(pipe.held()).isZero();
  }

  @Test
  void whatNobodyWantsIsLetGo() {
    ByteBuf first = Unpooled.copiedBuffer(new byte[10]);
    ByteBuf second = Unpooled.copiedBuffer(new byte[10]);
    pipe.offer(first);
    pipe.offer(second);
    pipe.drop();
    ByteBuf late = Unpooled.copiedBuffer(new byte[10]);
    pipe.offer(late);
    assertThat(List.of(first, second, late)).allMatch(piece -> piece.refCnt() == 0);
    assertThat(pipe.held()).isZero();
  }
}

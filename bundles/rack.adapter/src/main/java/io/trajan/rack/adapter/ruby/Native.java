package io.trajan.rack.adapter.ruby;

import org.jruby.RubyClass;
import org.jruby.RubyModule;
import org.jruby.internal.runtime.methods.JavaMethod;
import org.jruby.runtime.Arity;
import org.jruby.runtime.Block;
import org.jruby.runtime.Signature;
import org.jruby.runtime.ThreadContext;
import org.jruby.runtime.Visibility;
import org.jruby.runtime.builtin.IRubyObject;

/**
 * A Ruby method written in Java. Bound by hand, because JRuby's own annotations would need classes
 * generated inside its class loader that see ours.
 */
public final class Native extends JavaMethod.JavaMethodNBlock {
  private final int least;
  private final int most;
  private final Body body;

  /** What the method does. */
  @FunctionalInterface
  public interface Body {
    /** Runs it with {@code least} to {@code most} arguments. */
    IRubyObject call(ThreadContext context, IRubyObject self, IRubyObject[] args, Block block);
  }

  private Native(RubyModule owner, String name, int least, int most, Body body) {
    super(owner, Visibility.PUBLIC, name);
    this.least = least;
    this.most = most;
    this.body = body;
    setSignature(Signature.fromArityValue(least == most ? least : -least - 1));
  }

  /** Defines a method; {@code most} may be -1 for any number of arguments. */
  public static void define(RubyModule owner, String name, int least, int most, Body body) {
    owner.addMethod(
        owner.getRuntime().getCurrentContext(), name, new Native(owner, name, least, most, body));
  }

  /** Defines a class below {@code Trajan} whose objects only Java makes. */
  public static RubyClass defineClass(RubyModule owner, String name) {
    ThreadContext context = owner.getRuntime().getCurrentContext();
    return owner.defineClassUnder(
        context,
        name,
        owner.getRuntime().getObject(),
        org.jruby.runtime.ObjectAllocator.NOT_ALLOCATABLE_ALLOCATOR);
  }

  @Override
  public IRubyObject call(
      ThreadContext context,
      IRubyObject self,
      RubyModule owner,
      String name,
      IRubyObject[] args,
      Block block) {
    Arity.checkArgumentCount(context, args, least, most);
    return body.call(context, self, args, block);
  }
}

/** Calls under way, each with a signal of its own that follows its caller's. */
export class UnderWay {
  readonly #calls = new Map<AbortSignal, Following>();

  /** Runs a call; its signal aborts with the caller's, or with all others by `abort`. */
  async run<T>(signal: AbortSignal, call: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    const following = this.#follow(signal);
    following.controllers.add(controller);
    try {
      return await call(controller.signal);
    } finally {
      following.controllers.delete(controller);
      if (following.controllers.size === 0) {
        signal.removeEventListener('abort', following.listener);
        this.#calls.delete(signal);
      }
    }
  }

  abort(): void {
    for (const { listener } of this.#calls.values()) {
      listener();
    }
  }

  /** One listener for all calls of a signal: an account has more of them at once than Node thinks decent. */
  #follow(signal: AbortSignal): Following {
    const present = this.#calls.get(signal);
    if (present) {
      return present;
    }
    const controllers = new Set<AbortController>();
    const listener = () => {
      for (const controller of controllers) {
        controller.abort();
      }
    };
    signal.addEventListener('abort', listener, { once: true });
    this.#calls.set(signal, { controllers, listener });
    return { controllers, listener };
  }
}

interface Following {
  readonly controllers: Set<AbortController>;
  readonly listener: () => void;
}

/** Gives up on a service that has been silent for too long; every sign of life starts the wait anew. */
export class Patience {
  readonly #controller = new AbortController();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(readonly seconds: number) {
    this.renew();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  renew(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#controller.abort(), this.seconds * 1000);
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

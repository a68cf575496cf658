import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepOnPhone, offered, takeUpdate } from '../src/use/update';

class Worker extends EventTarget {
  postMessage = vi.fn();
  constructor(public state: string) {
    super();
  }
  becomes(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}
class Registration extends EventTarget {
  waiting: Worker | null = null;
  installing: Worker | null = null;
  update = vi.fn(async () => undefined);
  finds(worker: Worker): void {
    this.installing = worker;
    this.dispatchEvent(new Event('updatefound'));
  }
}
class Container extends EventTarget {
  registration = new Registration();
  register = vi.fn(async () => this.registration);
  constructor(public controller: object | null) {
    super();
  }
}
const start = async (container: Container): Promise<Container> => {
  await keepOnPhone(container as unknown as ServiceWorkerContainer);
  return container;
};
const reload = vi.spyOn(location, 'reload').mockImplementation(() => undefined);
beforeEach(() => {
  offered.value = null;
});
afterEach(() => reload.mockClear());

describe('a new version of the app', () => {
  it('is not spoken of when the app comes to the phone for the first time', async () => {
    const { registration } = await start(new Container(null));
    const worker = new Worker('installing');
    registration.finds(worker);
    worker.becomes('installed');
    expect(offered.value).toBeNull();
  });

  it('is offered when it lies ready, and never taken without being asked for', async () => {
    const container = await start(new Container({}));
    const worker = new Worker('installing');
    container.registration.finds(worker);
    expect(offered.value).toBeNull();
    worker.becomes('installed');
    expect(offered.value).toBe(worker);
    container.dispatchEvent(new Event('controllerchange')); // another page took it
    expect(worker.postMessage).not.toHaveBeenCalled();
    expect(reload).not.toHaveBeenCalled();
  });

  it('that waited since the last time is offered at once; taken, the page that asked loads anew', async () => {
    const container = new Container({});
    const worker = (container.registration.waiting = new Worker('installed'));
    await start(container);
    expect(offered.value).toBe(worker);
    takeUpdate();
    expect(worker.postMessage).toHaveBeenCalledWith('take over');
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).toHaveBeenCalled();
  });
});

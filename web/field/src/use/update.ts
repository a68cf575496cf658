/// The service worker: keeps the app on the phone, and offers a new version without ever forcing it.
import { shallowRef } from 'vue';

/// A newer version that lies ready on the phone.
export const offered = shallowRef<ServiceWorker | null>(null);
let wanted = false;

export async function keepOnPhone(container: ServiceWorkerContainer | undefined = navigator.serviceWorker): Promise<void> {
  if (!container) return;
  const registration = await container.register(`${import.meta.env.BASE_URL}sw.js`, { scope: import.meta.env.BASE_URL });
  const watch = (worker: ServiceWorker | null): void => {
    const look = (): void => {
      if (worker?.state === 'installed' && container.controller) offered.value = worker;
      else if (worker === offered.value) offered.value = null;
    };
    worker?.addEventListener('statechange', look);
    look();
  };
  watch(registration.waiting);
  registration.addEventListener('updatefound', () => watch(registration.installing));
  container.addEventListener('controllerchange', () => wanted && location.reload());
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void registration.update().catch(() => undefined));
}

/// Only the page that asks is loaded anew; others go on with the version they have.
export function takeUpdate(): void {
  wanted = true;
  offered.value?.postMessage('take over');
}

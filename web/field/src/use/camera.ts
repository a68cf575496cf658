/// QR codes seen by the camera, where the browser can read them (BarcodeDetector: Chrome on Android from version 83).
interface Detector {
  detect(source: HTMLVideoElement): Promise<{ rawValue: string }[]>;
}
interface DetectorType {
  new (options: { formats: string[] }): Detector;
  getSupportedFormats(): Promise<string[]>;
}
const detectorType = (): DetectorType | undefined => (globalThis as { BarcodeDetector?: DetectorType }).BarcodeDetector;

export async function canScan(): Promise<boolean> {
  if (!detectorType() || !navigator.mediaDevices?.getUserMedia) return false;
  return (await detectorType()!.getSupportedFormats().catch((): string[] => [])).includes('qr_code');
}

/// Looks four times a second, which spares the battery, until `seen` answers true or the returned function is called.
export async function startScanning(video: HTMLVideoElement, seen: (text: string) => Promise<boolean>): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment', width: { ideal: 1280 } }, audio: false });
  const detector = new (detectorType()!)({ formats: ['qr_code'] });
  let stopped = false;
  const stop = (): void => {
    stopped = true;
    stream.getTracks().forEach((track) => track.stop());
  };
  video.srcObject = stream;
  await video.play();
  async function look(): Promise<void> {
    if (stopped) return;
    const codes = await detector.detect(video).catch(() => []);
    for (const code of codes) if (!stopped && (await seen(code.rawValue))) return stop();
    setTimeout(() => void look(), 250);
  }
  void look();
  return stop;
}

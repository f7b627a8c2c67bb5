/** QR codes from the camera: the browser's own reader where it has one, else a small library. */

interface BuiltIn {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
declare const BarcodeDetector: new (options: { formats: readonly string[] }) => BuiltIn;

const BETWEEN_FRAMES_MS = 150;

/** The text of the first code seen; null when stopped before. Throws when there is no camera or it is refused. */
export async function readFrames(
  video: HTMLVideoElement,
  stop: AbortSignal,
): Promise<string | null> {
  const stream = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment" },
  });
  try {
    video.srcObject = stream;
    await video.play();
    const read = await reader();
    while (!stop.aborted) {
      const text = await read(video);
      if (text) {
        return text;
      }
      await new Promise((resume) => setTimeout(resume, BETWEEN_FRAMES_MS));
    }
    return null;
  } finally {
    for (const track of stream.getTracks()) {
      track.stop();
    }
  }
}

type Read = (video: HTMLVideoElement) => Promise<string | null>;

async function reader(): Promise<Read> {
  if (typeof BarcodeDetector !== "undefined") {
    const builtIn = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await builtIn.detect(video))[0]?.rawValue ?? null;
  }
  const { default: decode } = await import("qr/decode.js");
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    const { videoWidth: width, videoHeight: height } = video;
    if (!drawing || width === 0) {
      return null;
    }
    canvas.width = width;
    canvas.height = height;
    drawing.drawImage(video, 0, 0);
    try {
      return decode(drawing.getImageData(0, 0, width, height));
    } catch {
      return null; // no code in this picture
    }
  };
}

/** QR codes from the camera: the browser's own reader where it has one, else a small library. */

interface BuiltIn {
  detect(source: HTMLVideoElement): Promise<readonly { readonly rawValue: string }[]>;
}
interface BuiltInMaker {
  new (options: { formats: readonly string[] }): BuiltIn;
  getSupportedFormats(): Promise<readonly string[]>;
}
declare const BarcodeDetector: BuiltInMaker;

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

/** Danger: a browser may have the reader in name only, where the phone's own service is not installed. */
async function reader(): Promise<Read> {
  if (!(await hasBuiltIn())) {
    return library();
  }
  const builtIn = new BarcodeDetector({ formats: ["qr_code"] });
  let read: Read = async (video) => (await builtIn.detect(video))[0]?.rawValue ?? null;
  return async (video) => {
    try {
      return await read(video);
    } catch {
      read = await library();
      return null; // the next picture
    }
  };
}

async function hasBuiltIn(): Promise<boolean> {
  try {
    return (await BarcodeDetector.getSupportedFormats()).includes("qr_code");
  } catch {
    return false;
  }
}

async function library(): Promise<Read> {
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

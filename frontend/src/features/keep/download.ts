/** Hands a file to the person; nothing leaves the machine. */
export function download(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The download has been begun by then, and needs the address no longer.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

/** A name for a file about these data, of which only signs are left that every system takes. */
export const fileName = (data: string, what: string): string =>
  `${
    data
      .replace(/\.\w+$/, "")
      .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
      .replaceAll(/^-|-$/g, "")
      .toLowerCase() || "mixture"
  }-${what}`;

/** An SVG document as pixels, so many per pixel of the page. */
export async function pixelsOf(picture: string, density: number): Promise<Blob> {
  const address = URL.createObjectURL(new Blob([picture], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = density * image.width;
    canvas.height = density * image.height;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new RangeError("The picture is too large."))),
        "image/png",
      );
    });
  } finally {
    URL.revokeObjectURL(address);
  }
}

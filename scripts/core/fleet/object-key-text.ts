/** Keys of objects as manifests, inventories, events and reports of S3 have them: URL-encoded. */

/** What S3 Batch Operations takes: everything but letters, digits, `-_.~!*'()` and slashes is encoded. */
export const encodedKey = (key: string): string => key.split("/").map(encodeURIComponent).join("/");

/**
 * As S3 and its inventories encode keys, where a space is a plus sign.
 * @returns `undefined` where the encoding is broken.
 */
export function decodedKey(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return undefined;
  }
}

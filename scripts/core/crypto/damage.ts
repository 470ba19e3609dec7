/** What is wrong with a message, in the words that the operator reads. */
import { OperatorError } from "../../errors";
import { MAX_FRAME_LENGTH_BYTES } from "./limits";

const FETCH_AGAIN = "fetch the file again, and compare its SHA-256 with the manifest's";

export function damaged(how: string): OperatorError {
  return new OperatorError("notAuthentic", `the message is damaged: ${how}`, { hint: FETCH_AGAIN });
}

/** @param stands number of the frame that is there. */
export const anotherFrame = (stands: number, expected: number): OperatorError =>
  damaged(`frame ${stands} stands where frame ${expected} should be`);

export const lastIsTooLong = (): OperatorError => damaged("its last frame is longer than a frame");

export function notAuthentic(what: string, cause?: unknown): OperatorError {
  return new OperatorError("notAuthentic", `the message is not authentic: ${what} was damaged or changed`, {
    hint: FETCH_AGAIN,
    cause,
  });
}

export function tooLong(bytes: number | bigint): OperatorError {
  return damaged(`a frame of ${bytes} bytes is declared; at most ${MAX_FRAME_LENGTH_BYTES} are accepted`);
}

export function trailingBytes(): OperatorError {
  return new OperatorError("notAuthentic", "other bytes follow the end of the message", {
    hint: "the file was appended to, or two messages were joined; do not trust it before you know why",
  });
}

export function truncated(): OperatorError {
  return new OperatorError("notAuthentic", "the message is truncated: it ends before its last frame", {
    hint: "fetch the file again; if its size equals the manifest's, the upload was cut",
  });
}

export function empty(): OperatorError {
  return new OperatorError("notAuthentic", "the input is empty");
}

import { OperatorError } from "../../errors";

/** What is said where something of ours is another's by now. */
export function exchanged(place: string): OperatorError {
  return new OperatorError("target", `${place} was exchanged for something else meanwhile`, {
    hint: "find out who works there, or name a place below directories that only you can change",
  });
}

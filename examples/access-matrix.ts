/** What a platform team checks of its app in a test. Stands in docs/access-report.md. */
import { App } from "cdktf";
import { type AccessReport, accessMatrix } from "../access";
import { Reports } from "./testing";

export async function access(): Promise<AccessReport> {
  const app = new App();
  new Reports(app);
  return accessMatrix(app);
}

/** Names of those who may open what the key encrypts. */
export function whoOpens({ stacks }: AccessReport): readonly string[] {
  return stacks.flatMap(({ model, cells }) =>
    model.principals
      .filter(({ id }) =>
        cells.some(
          (cell) => cell.principal === id && cell.action === "kms:Decrypt" && cell.effect !== "denied",
        ),
      )
      .map(({ name }) => name),
  );
}

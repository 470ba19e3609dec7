import { Writable } from "node:stream";
import { Output } from "../../scripts/output/output";

const SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY";

describe("an error of a parser that nobody expected", () => {
  it.each([true, false])("says nothing of what was parsed (--json: %s)", (json) => {
    let written = "";
    const stream = () =>
      new Writable({
        write: (chunk, _encoding, done) => {
          written += chunk;
          done();
        },
      });
    for (const text of [SECRET, `{"a":"${SECRET}`, `{"a":1}${SECRET}`]) {
      try {
        JSON.parse(text);
      } catch (error) {
        new Output(stream(), stream(), { json, quiet: false }).error(error);
      }
    }
    expect(written).toContain("SyntaxError");
    for (let at = 0; at + 6 <= SECRET.length; at++) expect(written).not.toContain(SECRET.slice(at, at + 6));
  });
});

/**
 * Who is let in: every refusal beside the same request with one thing different, which is answered.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { newGate } from "../../../src/lab/security/gate";
import { hostName, isLoopback, isOurHost } from "../../../src/lab/security/hosts";
import { same } from "../../../src/lab/security/token";
import { startLab, type Lab } from "../../../src/lab/server";
import { ask, askWithToken, upgrade, withToken, type Asked } from "../../support/lab-client";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
let lab: Lab;
let host: string;
let cookie: string;
let xsrf: string;

beforeAll(async () => {
  mkdirSync(join(folder.path, "root"));
  writeFileSync(join(folder.path, "root", "a.txt"), "a\n");
  lab = await startLab({ root: join(folder.path, "root"), port: 0, state: join(folder.path, "state") });
  host = new URL(lab.origin).host;
  const { headers } = await ask(lab, `/lab?token=${lab.token}`);
  const cookies = (headers["set-cookie"] as string[]).map((text) => text.split(";")[0]);
  cookie = cookies.join("; ");
  xsrf = cookies.find((text) => text.startsWith("_xsrf="))?.slice(6) ?? "";
});

afterAll(() => lab.close());

const status = async (path: string, asked: Asked = {}): Promise<number> => (await ask(lab, path, asked)).status;

describe("the token", () => {
  test("without it nothing is answered but 403; in a header, in the address, or as the cookie it is", async () => {
    for (const path of [
      "/api",
      "/api/contents",
      "/api/kernels",
      "/files/a.txt",
      "/lab",
      "/lab/tree/a.txt",
      "/lab/static/x",
    ]) {
      expect([path, await status(path)]).toEqual([path, 403]);
      expect([path, await status(path, { headers: { authorization: "token " + "0".repeat(48) } })]).toEqual([
        path,
        403,
      ]);
    }
    expect(await status("/api", { headers: withToken(lab) })).toBe(200);
    expect(await status("/api", { headers: { authorization: `Bearer ${lab.token}` } })).toBe(200);
    expect(await status(`/api?token=${lab.token}`)).toBe(200);
    expect(await status("/api", { headers: { cookie } })).toBe(200);
    // Another digit than stands there: with four digits made zeros, one run in 65,536 changed nothing.
    const forged = cookie.replace(/=([0-9a-f])/, (_, digit: string) => `=${digit === "0" ? "1" : "0"}`);
    expect(await status("/api", { headers: { cookie: forged } })).toBe(403);
  });

  test("a wrong token is refused also beside a cookie that would do", async () => {
    expect(await status(`/api?token=${"0".repeat(48)}`, { headers: { cookie } })).toBe(403);
  });

  test("is exchanged for a cookie, named by the port and closed to scripts, and taken out of the address", async () => {
    const { status: code, headers } = await ask(lab, `/lab/tree/a%20b.ipynb?token=${lab.token}&reset=1`);
    expect([code, headers.location]).toEqual([302, "/lab/tree/a%20b.ipynb?reset=1"]);
    const port = new URL(lab.origin).port;
    expect(headers["set-cookie"]).toEqual([
      expect.stringMatching(new RegExp(`^impactlab-${port}=[0-9a-f]{64}; Path=/; HttpOnly; SameSite=Lax$`)),
      expect.stringMatching(/^_xsrf=[0-9a-f]{32}; Path=\/; SameSite=Lax$/),
    ]);
    expect(String(headers["set-cookie"])).not.toContain(lab.token);
    // A tab in a workspace of its own is the page as well; a route of the page's is not.
    const own = await ask(lab, `/lab/workspaces/b/tree/a.txt?token=${lab.token}`);
    expect([own.status, own.headers.location]).toEqual([302, "/lab/workspaces/b/tree/a.txt"]);
    expect(await status(`/lab/api/workspaces/b?token=${lab.token}`)).toBe(200);
  });

  test("is never sent on to another host by an address of two slashes", async () => {
    const { headers } = await ask(lab, `//evil.example/?token=${lab.token}`);
    expect(headers.location).toBeUndefined();
    expect((await ask(lab, `/?token=${lab.token}`)).headers.location).toBe("/");
  });

  test("same(given, expected) tells texts apart, of one length too", () => {
    expect([same("ab", "ab"), same("ab", "ac"), same("a", "ab"), same("", "ab"), same(undefined, "")]).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe("the name the server is called by", () => {
  test.each([
    ["a name that resolves to this machine", "evil.example:8890"],
    ["a name that begins as ours", "localhost.evil.example"],
    ["an address of another machine", "10.0.0.1:8890"],
    ["something that is no name", "localhost@evil.example"],
  ])("Host: %s is refused, with the token too", async (_, name) => {
    const { status: code, text } = await ask(lab, "/api", { headers: { ...withToken(lab), host: name } });
    expect([code, text]).toEqual([403, expect.stringContaining("Host")]);
  });

  test.each(["127.0.0.1", "localhost:1", "[::1]:8890", "127.1.2.3:80", "LOCALHOST"])(
    "Host: %s is not",
    async (name) => {
      expect(await status("/api", { headers: { ...withToken(lab), host: name } })).toBe(200);
    },
  );

  test("isOurHost(header, ip) takes any address of numbers where all of them are listened at, and no name", () => {
    expect(isOurHost("192.168.1.7:8890", "0.0.0.0")).toBe(true);
    expect(isOurHost("192.168.1.7:8890", "127.0.0.1")).toBe(false);
    expect(isOurHost("evil.example", "0.0.0.0")).toBe(false);
    expect([hostName("[::1]:80"), hostName("a b"), hostName(undefined)]).toEqual(["::1", undefined, undefined]);
    expect(["127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "127.evil"].map(isLoopback)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});

describe("pages of another origin", () => {
  test("Origin: another host, another port or none of its own is refused, with the token too", async () => {
    for (const origin of ["http://evil.example", "null", `https://${host}`, "http://127.0.0.1:1", "http://localhost"]) {
      const headers = { ...withToken(lab), origin };
      expect([origin, await status("/api", { headers })]).toEqual([origin, 403]);
      expect([origin, await upgrade(lab, "/api/events/subscribe", headers)]).toEqual([origin, 403]);
    }
    const headers = { ...withToken(lab), origin: lab.origin };
    expect(await status("/api", { headers })).toBe(200);
    expect(await upgrade(lab, "/api/events/subscribe", headers)).toBe(101);
  });

  test("with the cookie: what a page of another port loads is refused, what a person opens is not", async () => {
    const from = (site: string, mode = "no-cors", dest = "image") => ({
      headers: { cookie, "sec-fetch-site": site, "sec-fetch-mode": mode, "sec-fetch-dest": dest },
    });
    expect(await status("/files/a.txt", from("same-site"))).toBe(403);
    expect(await status("/files/a.txt", from("cross-site"))).toBe(403);
    expect(await status("/files/a.txt", from("same-site", "navigate", "iframe"))).toBe(403);
    expect(await status("/files/a.txt", from("same-origin"))).toBe(200);
    expect(await status("/files/a.txt", from("none", "navigate", "document"))).toBe(200);
    expect(await status("/files/a.txt", from("cross-site", "navigate", "document"))).toBe(200);
  });

  test("a page of another origin that asks what it may send is told of nothing it may", async () => {
    const headers = { origin: "http://evil.example", "access-control-request-method": "POST" };
    const { status: code, headers: got } = await ask(lab, "/api/sessions", { method: "OPTIONS", headers });
    expect([code, Object.keys(got).filter((name) => name.startsWith("access-control"))]).toEqual([403, []]);
  });
});

describe("changes by cookie", () => {
  const change = (headers: Record<string, string>) =>
    status("/api/contents", { method: "POST", headers, body: JSON.stringify({ type: "file" }) });

  test("need X-XSRFToken as the cookie _xsrf has it; by token they do not", async () => {
    expect(await change({ cookie })).toBe(403);
    expect(await change({ cookie, "x-xsrftoken": "" })).toBe(403);
    expect(await change({ cookie, "x-xsrftoken": `${xsrf}0` })).toBe(403);
    expect(await change({ cookie: cookie.replace(/; _xsrf=.*/, ""), "x-xsrftoken": xsrf })).toBe(403);
    expect(await change({ cookie: cookie.replace(/_xsrf=.*/, "_xsrf="), "x-xsrftoken": "" })).toBe(403);
    expect(await change({ cookie, "x-xsrftoken": xsrf })).toBe(201);
    expect(await change(withToken(lab))).toBe(201);
  });

  test.each(["PUT", "PATCH", "DELETE"])("%s is such a change", async (method) => {
    expect(await status("/api/contents/a.txt", { method, headers: { cookie }, body: "{}" })).toBe(403);
  });
});

describe("web sockets", () => {
  test("pass the same gate before they are opened", async () => {
    const path = "/api/events/subscribe";
    expect(await upgrade(lab, path, {})).toBe(403);
    expect(await upgrade(lab, path, { cookie: "impactlab=1" })).toBe(403);
    expect(await upgrade(lab, path, { ...withToken(lab), host: "evil.example" })).toBe(403);
    expect(await upgrade(lab, path, { cookie, origin: "http://evil.example" })).toBe(403);
    expect(await upgrade(lab, path, { cookie, origin: lab.origin })).toBe(101);
    expect(await upgrade(lab, `${path}?token=${lab.token}`, {})).toBe(101);
    expect(await upgrade(lab, "/api/kernels/none/channels", withToken(lab))).toBe(404);
    expect(await upgrade(lab, "/lab", withToken(lab))).toBe(404);
  });
});

describe("what answers say of their use", () => {
  test("every answer refuses to be sniffed, framed elsewhere, or read by others, refusals too", async () => {
    for (const asked of [{}, { headers: withToken(lab) }]) {
      const { headers } = await ask(lab, "/api", asked);
      expect(headers).toMatchObject({
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        "cross-origin-resource-policy": "same-origin",
        "content-security-policy": expect.stringContaining("frame-ancestors 'self'"),
      });
    }
  });

  test("the page allows scripts of its bundle or with its nonce, and no eval", async () => {
    const { headers } = await askWithToken(lab, "/lab");
    const policy = String(headers["content-security-policy"]);
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
    expect(scripts).toMatch(new RegExp(`^http://${host}/lab/static/ 'nonce-[\\w+/=]{24}'$`));
    expect(policy).toContain("default-src 'none'");
    const again = String((await askWithToken(lab, "/lab")).headers["content-security-policy"]);
    expect(again).not.toBe(policy);
  });

  test("a file is opened in a sandbox", async () => {
    const { text, headers } = await askWithToken(lab, "/files/a.txt");
    expect(text).toBe("a\n");
    expect(headers["content-security-policy"]).toMatch(/^sandbox allow-scripts;/);
    expect(headers["content-type"]).toBe("text/plain; charset=utf-8");
  });
});

describe("limits", () => {
  test("a body beyond the limit is refused by its length, and by its bytes where it says none", async () => {
    const large = Buffer.alloc((1 << 20) + 1, 0x20);
    const post = { method: "POST", headers: withToken(lab) };
    expect(await status("/api/sessions", { ...post, body: large })).toBe(413);
    const chunked = { ...post, headers: { ...post.headers, "transfer-encoding": "chunked" } };
    expect(await status("/api/sessions", { ...chunked, body: large })).toBe(413);
    expect(await status("/api/sessions", { ...chunked, body: large.subarray(2) })).toBe(400);
  });

  test("a method that a path does not take is told which it takes", async () => {
    const { status: code, headers } = await ask(lab, "/api/status", { method: "DELETE", headers: withToken(lab) });
    expect([code, headers.allow]).toEqual([405, "GET"]);
  });

  test("what is of another type than a client may send is refused in a sentence, and kept nowhere", async () => {
    const cells = [{ id: "a", text: "1" }];
    for (const [path, body, text] of [
      ["/api/sessions", { path: "a.ipynb", name: 5 }, "name must be text, not 5."],
      ["/api/sessions", { path: "a.ipynb", kernel: { name: [] } }, "kernel.name must be text, not []."],
      ["/api/sessions", { path: "a.ipynb", kernel: "impactlab" }, "kernel must be { id, name }."],
      ["/api/kernels", { path: {} }, "path must be text, not {}."],
      ["/impactlab/help/a.txt", { kind: "check", cells: [1] }, "cells must be a list of { id, text }."],
      [
        "/impactlab/help/a.txt",
        { kind: "outline", cells, parameters: 5 },
        "parameters must be a list of ids of cells.",
      ],
      ["/impactlab/help/a.txt", { kind: "complete", cells, place: { cell: "a", offset: -1 } }, "place must be"],
    ] as const) {
      const answer = await askWithToken(lab, path, { method: "POST", body });
      expect([answer.status, answer.json().message]).toEqual([400, expect.stringContaining(text)]);
    }
    expect((await askWithToken(lab, "/api/sessions")).json()).toEqual([]);
    expect((await askWithToken(lab, "/api/kernels")).json()).toEqual([]);
  });

  test("what is no JSON, or no object, is said so", async () => {
    const post = { method: "POST", headers: withToken(lab) };
    expect((await ask(lab, "/api/sessions", { ...post, body: "{" })).text).toContain("must be JSON");
    expect((await ask(lab, "/api/sessions", { ...post, body: "[]" })).text).toContain("must be a JSON object");
  });
});

test("a server reached from other machines is called by its addresses, and still needs the token", async () => {
  const everywhere = newGate({ token: "t", ip: "0.0.0.0", port: () => 1 });
  const request = (headers: Record<string, string>) => ({ headers, method: "GET" }) as never;
  const url = new URL("http://lab/api");
  const host = "192.168.1.7:8890";
  expect(() => everywhere.check(request({ host }), url, "request")).toThrow("needs its token");
  expect(everywhere.check(request({ host, authorization: "token t" }), url, "request")).toBeUndefined();
});

import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

const ownReports = `
async function getReports(id: string) {
  return prisma.report.findMany({ where: { id } });
}`;

const confidencesAfter = (
  check: string,
  call = "resolveProject(caller, id)",
  reports = ownReports,
) =>
  findIn(
    "serial-await",
    `
import { prisma } from "./prisma";
interface Caller { organization: string; token: string | undefined }
class AppError extends Error { constructor(readonly said: { code: string; message: string }) { super(said.message); } }
${check}
${reports}
export async function page(caller: Caller, id: string) {
  const project = await ${call};
  const reports = await getReports(id);
  return [project, reports];
}
`,
  ).map(({ confidence }) => confidence);

describe("what comes after a read that turns away whom it does not let in waits for it by default", () => {
  test.each([
    'throw new AppError({ code: "FORBIDDEN", message: "No" })',
    'throw new AppError({ code: "NOT_FOUND", message: "It does not belong to your organization" })',
    'throw new Error("You do not have access to this project")',
    'throw new Error("Unauthorized")',
  ])("by what it throws: %s", (refusal) => {
    expect(
      confidencesAfter(`
async function resolveProject({ organization }: Caller, id: string) {
  const project = await prisma.project.findFirst({ where: { id, organization } });
  if (project === null) ${refusal};
  return project;
}`),
    ).toEqual(["low"]);
  });

  test("by a check that it calls, itself or in what it calls", () => {
    expect(
      confidencesAfter(`
async function requireMembership({ organization }: Caller, id: string) {
  const found = await prisma.member.findFirst({ where: { id, organization } });
  if (found === null) throw new Error("Nobody");
}
async function load(caller: Caller, id: string) {
  await requireMembership(caller, id);
  return prisma.project.findFirst({ where: { id } });
}
async function resolveProject(caller: Caller, id: string) {
  return load(caller, id);
}`),
    ).toEqual(["low"]);
  });

  test.each([
    ['redirect("/login");', ["low"]],
    ["forbidden();", ["low"]],
    ['redirect("/projects/new");', ["high"]],
  ])("by where it sends whoever it is: %s", (away, expected) => {
    expect(
      confidencesAfter(`
declare function redirect(to: string): never;
declare function forbidden(): never;
async function resolveProject({ organization }: Caller, id: string) {
  const project = await prisma.project.findFirst({ where: { id, organization } });
  if (project === null) { ${away} throw new Error("Never"); }
  return [project, redirect, forbidden];
}`),
    ).toEqual(expected);
  });

  test("where it answers nothing but what it was given", () => {
    expect(
      confidencesAfter(`
async function owned({ organization, id }: { organization: string; id: string }) {
  const project = await prisma.project.findFirst({ where: { id, organization } });
  if (project === null) throw new Error("Nothing");
  return id;
}
const resolveProject = ({ organization }: Caller, id: string) => owned({ organization, id });`),
    ).toEqual(["low"]);
  });
});

describe("what comes after a read does not wait for it", () => {
  test("where it throws because there is nothing", () => {
    expect(
      confidencesAfter(`
async function resolveProject({ organization }: Caller, id: string) {
  const project = await prisma.project.findFirst({ where: { id, organization } });
  if (project === null) throw new AppError({ code: "NOT_FOUND", message: "No such project" });
  return project;
}`),
    ).toEqual(["high"]);
  });

  test("where it tells in other words what an answer or an error says", () => {
    expect(
      confidencesAfter(`
async function resolveProject({ token }: Caller, id: string) {
  const response = await fetch("/projects/" + id, { headers: { token: String(token) } });
  if (response.status === 401) throw new Error("Unauthorized");
  try {
    return await response.text();
  } catch {
    throw new Error("Forbidden");
  }
}`),
    ).toEqual(["high"]);
  });

  test("where both turn away in the same words", () => {
    expect(
      confidencesAfter(
        `
async function ask({ token }: Caller, path: string) {
  if (token === undefined) throw new Error("Unauthorized");
  return (await fetch("/api/" + path, { headers: { token } })).text();
}
const getProject = (caller: Caller, id: string) => ask(caller, "projects/" + id);`,
        "getProject(caller, id)",
        `
async function getReports(id: string) {
  return ask({ organization: id, token: id }, "reports/" + id);
}`,
      ),
    ).toEqual(["high"]);
  });
});

test.each([
  ["findMember(caller, id)", ["high"]],
  ["getMemberForAuth(caller, id)", ["low"]],
  ["getCurrentMember(caller, id)", ["low"]],
  ["resolveMember(caller, id)", ["low"]],
])(
  "what is named for looking up somebody guards nothing, but for what lets in: %s",
  (call, expected) => {
    const [name] = call.split("(");
    expect(
      confidencesAfter(
        `
async function ${name}({ organization }: Caller, id: string) {
  const member = await prisma.member.findFirst({ where: { id, organization } });
  if (member === null) throw new AppError({ code: "UNAUTHORIZED", message: "No" });
  return member;
}`,
        call,
      ),
    ).toEqual(expected);
  },
);

test.each([
  "!member?.isAdmin",
  "!isAdmin",
  "member?.owner == null",
  "member?.role !== 'admin'",
  "member?.id !== caller.token",
  "!(member && organization)",
])("who looks somebody up and asks what he may do guards what comes after: %s", (refused) => {
  expect(
    confidencesAfter(
      `
async function findMember({ organization, token }: Caller, id: string) {
  const caller = { token };
  const isAdmin = token === "admin";
  const member = await prisma.member.findFirst({ where: { id, organization } });
  if (${refused}) throw new AppError({ code: "FORBIDDEN", message: "No" });
  return [member, caller, isAdmin];
}`,
      "findMember(caller, id)",
    ),
  ).toEqual(["low"]);
});

import { describe, expect, test } from "@jest/globals";
import { findIn } from "../testkit/check-findings.js";

// Managers of TypeORM: that of the pool, and the one that a caller may hand in.

const confidences = (code: string): readonly string[] =>
  findIn("serial-await", code).map(({ confidence }) => confidence);

const service = (find: string, page: string): string => `
import { InjectEntityManager } from "@nestjs/typeorm";
import { DataSource, EntityManager, Repository } from "typeorm";
class User { id!: string }
class Post { id!: string }
export class Users {
  constructor(
    private readonly source: DataSource,
    private readonly users: Repository<User>,
    @InjectEntityManager() private readonly injected: EntityManager,
    private readonly held: EntityManager,
  ) {}
  async find(id: string, manager?: EntityManager) { ${find} }
  ${page}
}
`;

const alone = `async page(id: string) {
    const user = await this.find(id);
    const count = await this.users.count();
    return { user, count };
  }`;
const handed = `async page(id: string, manager: EntityManager) {
    const user = await this.find(id, manager);
    const other = await this.find("other", manager);
    return { user, other };
  }`;

describe("a manager that a caller may hand in", () => {
  test.each([
    "const one = manager || this.source.manager; return one.find(User, { where: { id } });",
    "const one = manager ?? this.users.manager; return one.find(User, { where: { id } });",
    "return (manager ?? this.source.manager).find(User, { where: { id } });",
    "return (manager ? manager : this.source.manager).getRepository(Post).find({ where: { id } });",
  ])("is the pool's where nobody does, and one connection where somebody does: %s", (find) => {
    expect(confidences(service(find, alone))).toEqual(["high"]);
    expect(confidences(service(find, handed))).not.toContain("high");
  });
});

test("A manager is the pool's where the framework injects it, and may be a transaction's where a class is made with it", () => {
  const page = (manager: string): string => `async page(id: string) {
    const user = await this.${manager}.findOne(User, { where: { id } });
    const count = await this.${manager}.count(Post);
    return { user, count };
  }`;
  const find = "return this.users.find({ where: { id } });";
  expect(confidences(service(find, page("injected")))).toEqual(["high"]);
  expect(confidences(service(find, page("held")))).not.toContain("high");
});

describe("what another function makes to answer repositories", () => {
  const repositories = (type: string, maker: string): string => `
import { DataSource, EntityManager, Repository, type EntityTarget } from "typeorm";
class Project { id!: string }
class Flow { id!: string }
declare const source: DataSource;
${type}
${maker}
const projects = repositoryOf(Project);
const flows = repositoryOf(Flow);
export async function page(id: string) {
  const project = await projects().findOneBy({ id });
  const count = await flows().countBy({ id });
  return { project, count };
}
export async function within(id: string, manager: EntityManager) {
  const project = await projects(manager).findOneBy({ id });
  const count = await flows(manager).countBy({ id });
  return { project, count };
}
`;
  const body = "(manager) => manager?.getRepository(entity) ?? source.getRepository(entity)";

  test.each([
    [
      "a type of a function",
      "type Repo<T extends object> = (manager?: EntityManager) => Repository<T>;",
    ],
    [
      "a type with a signature",
      "type Repo<T extends object> = { (manager?: EntityManager): Repository<T> };",
    ],
    [
      "an interface",
      "interface Repo<T extends object> { (manager?: EntityManager): Repository<T> }",
    ],
  ])("is known by %s, and shares the connection that it is handed", (_, type) => {
    const maker = `const repositoryOf = <T extends object>(entity: EntityTarget<T>): Repo<T> => ${body};`;
    const found = findIn("serial-await", repositories(type, maker));
    expect(found.map(({ confidence }) => confidence)).toEqual(["high"]);
    expect(found[0]?.message).toContain("projects().findOneBy");
  });

  test("is known by what it answers", () => {
    const maker =
      "const repositoryOf = <T extends object>(entity: EntityTarget<T>) => (manager?: EntityManager) => (manager ?? source.manager).getRepository(entity);";
    const found = findIn("serial-await", repositories("", maker));
    expect(found.map(({ confidence }) => confidence)).toEqual(["high"]);
    expect(found[0]?.message).toContain("projects().findOneBy");
  });
});

describe("a builder that its own function has made", () => {
  const built = (body: string): string => `
import { Repository } from "typeorm";
class Note { id!: string }
export class Notes {
  constructor(private readonly notes: Repository<Note>, private readonly users: Repository<Note>) {}
  async page(id: string) {
    const query = this.notes.createQueryBuilder("note").where("note.id = :id", { id });
    ${body}
  }
}
`;

  test("may be completed where it is run, beside what does not look at it", () => {
    const body = `const notes = await query.limit(10).getMany();
    const user = await this.users.findOneBy({ id });
    return { notes, user };`;
    expect(confidences(built(body))).toEqual(["high"]);
  });

  test("but not beside what runs it as well, nor where an error is handled in the function", () => {
    const twice = `const notes = await query.limit(10).getMany();
    const total = await query.limit(1).getCount();
    return { notes, total };`;
    expect(confidences(built(twice))).not.toContain("high");
    const handled = `try {
      const notes = await query.limit(10).getMany();
      const user = await this.users.findOneBy({ id });
      return { notes, user };
    } catch (error) {
      return { failed: query.getQuery(), error };
    }`;
    expect(confidences(built(handled))).not.toContain("high");
  });
});

describe("a getter that is called", () => {
  const getters = (answer: string): string => `
export class Api {
  get load() { return ${answer}; }
  async page() {
    const one = await this.load("a");
    const two = await this.load("b");
    return [one, two];
  }
}
`;

  test("runs what it answers, and not its own body", () => {
    const read = 'async (id: string) => (await fetch("/a/" + id)).json()';
    const write = 'async (id: string) => (await fetch("/a/" + id, { method: "POST" })).json()';
    expect(confidences(getters(read))).toEqual(["high"]);
    expect(confidences(getters(write))).not.toContain("high");
  });

  test("is unknown where its body does not say what it answers", () => {
    const picked = 'this.pick("load") as (id: string) => Promise<string>';
    expect(confidences(getters(picked))).toEqual([]);
  });

  test("is a library's value where it answers one", () => {
    const code = `
import { knex, type Knex } from "knex";
export class Meta {
  readonly #own: Knex;
  constructor(config: object) { this.#own = knex(config); }
  get connection() { return this.#own; }
  async list(table: string): Promise<object[]> {
    const query = this.connection(table);
    query.select("*");
    return query;
  }
  async page() {
    const users = await this.list("users");
    const posts = await this.list("posts");
    return { users, posts };
  }
}
`;
    expect(confidences(code)).toEqual(["high"]);
  });
});

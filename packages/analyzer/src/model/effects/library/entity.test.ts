import { describe, expect, test } from "@jest/globals";
import { describeEffects } from "../../../testkit/check-effects.js";
import { findIn } from "../../../testkit/check-findings.js";

const setUp = `
import { Model as Rows } from "objection";
import mongoose, { type Model } from "mongoose";
import { Model as Record } from "sequelize";
import { BaseEntity, DataSource, type EntityManager, Repository } from "typeorm";
class Team {}
class Order { @OneToMany(() => Team, (team) => team, { cascade: true }) teams!: Team[] }
class Parcel extends Order {}
class Member { @ManyToOne(() => Team, { eager: true }) team!: Team }
declare const members: Repository<Member>;
declare const where: any;
class Visit extends BaseEntity {}
class User extends Record {}
class Account extends Rows {}
const Post = mongoose.model("Post");
const source = new DataSource({} as any);
declare const manager: EntityManager;
declare const options: any;
declare const teams: Repository<Team>;
declare const orders: Repository<Order>;
declare const posts: Model<PostDocument>;
declare const filter: any;
class TeamRepository extends Repository<Team> {}
declare const ownTeams: TeamRepository;
@ChildEntity() class Guest {}
declare const guests: Repository<Guest>;
const Article = mongoose.model<IArticle>("BlogPost");
const Draft = Article.discriminator("Draft", {} as any);
declare const articles: Model<IBlogPost>;
class Base<TRow> { constructor(readonly rows: Repository<TRow>) {} }
declare const base: Base<Team>;
`;

const effectsOf = (call: string): string =>
  describeEffects(`${setUp}async function run() {\n  await ${call}; // -\n}`)
    .split("// ")
    .at(-1)
    ?.trim() ?? "";

describe("the rows that a call of an object mapper goes to", () => {
  test.each([
    ["User.findAll({ where: { id: 1 } })", "reads db.User"],
    ["User.findByPk(1)", "reads db.User"],
    ["User.create({})", "writes db.User"],
    ["Visit.findOneBy({ id: 1 })", "reads db.Visit"],
    ["source.getRepository(Team).findOne({ where: { id: 1 } })", "reads db.Team"],
    ["manager.find(Team, { where: { id: 1 } })", "reads db.Team"],
    ["teams.save({})", "writes db.Team"],
    ["ownTeams.findOneBy({ id: 1 })", "reads db.Team"],
    ["teams.find({ order: { name: 'ASC' } })", "reads db.Team"],
    ["posts.find(filter)", "reads db.Post"],
    ["Article.find(filter)", "reads db.BlogPost"],
    ["articles.find(filter)", "reads db.BlogPost"],
    ["Post.find(filter).sort('a').lean()", "reads db.Post"],
    ["User.findAll({ where: { age: { [Op.gt]: 18 } }, attributes: ['id'] })", "reads db.User"],
    ["Account.query().findById(1)", "reads db.Account"],
  ])("%s: %s", (call, expected) => {
    expect(effectsOf(call)).toContain(expected);
  });

  test.each([
    // Others are taken along, or may be.
    ["User.findAll({ include: [Team] })", "reads db,"],
    ["User.findAll(options)", "reads db,"],
    ["teams.find({ relations: ['owner'] })", "reads db,"],
    // A relation goes by a name of its own, and not by that of its class.
    ["teams.find({ relations: { owner: true } })", "reads db,"],
    ["teams.find({ where: { owner: { id: 1 } } })", "reads db,"],
    ["teams.find({ where: [{ id: 1 }, { owner: { id: 1 } }] })", "reads db,"],
    ["teams.find({ where })", "reads db,"],
    ["teams.findBy({ owner: { id: 1 } })", "reads db,"],
    ["User.findAll({ where: { '$team.id$': 1 } })", "reads db,"],
    ["User.findAll({ attributes: [[literal('(SELECT 1 FROM teams)'), 'n']] })", "reads db,"],
    ["Post.find(filter).populate('author')", "reads db,"],
    ["Post.aggregate(filter)", "reads db,"],
    ["Account.query().withGraphFetched('owner')", "reads db,"],
    ["User.create({}, { include: [Team] })", "writes db,"],
    ["User.scope('withTeam').findOne({ where: { id: 1 } })", "reads db,"],
    ["Post.findById(1, null, { populate: 'author' })", "reads db,"],
    ["teams.find({ order: { owner: { name: 'ASC' } } })", "reads db,"],
    // Which rows they are is said elsewhere.
    ["base.rows.findOneBy({ id: 1 })", "reads db,"],
    // One table is shared by more than one class.
    ["guests.find()", "reads db,"],
    ["Draft.find(filter)", "reads db,"],
    // Rows that are removed may take those of others along, and rows that are saved what belongs to them.
    ["User.destroy({ where: { id: 1 } })", "writes db,"],
    ["teams.delete(1)", "writes db,"],
    ["Post.deleteMany(filter)", "writes db,"],
    ["orders.save({})", "writes db,"],
    ["source.getRepository(Order).save({})", "writes db,"],
    ["manager.find(Parcel)", "reads db,"],
    ["members.findBy({ id: 1 })", "reads db,"],
  ])("%s may go to all: %s", (call, expected) => {
    expect(effectsOf(call)).toContain(expected);
  });
});

test.each([
  ["", "reads db.Team, io"],
  ["Team.addScope('withOwner', {});", "reads db, io"],
  ["Team.init({}, { defaultScope: { include: [Owner] } });", "reads db, io"],
  ["Team.afterCreate(async (team) => { await Owner.create({ team }); });", "reads db, io"],
])("what is done beside each question is written where the class is: %s", (beside, expected) => {
  const code = `
import { Model } from "sequelize";
class Team extends Model {}
class Owner extends Model {}
${beside}
async function run() {
  await Team.findOne({ where: { id: 1 } }); // -
}
`;
  expect(describeEffects(code)).toContain(expected);
});

test("a repository of its own asks for the rows that its class names", () => {
  const code = `
import { Repository } from "typeorm";
class Team {}
export class TeamRepository extends Repository<Team> {
  async byId(id: string) {
    return await this.findOneBy({ id }); // -
  }
}
`;
  expect(describeEffects(code)).toContain("reads db.Team, io");
});

test.each([
  ["getSettings(id)", "getTeam(id)", ["high"]],
  ["getSettings(id)", "getSettings(id)", []],
  ["getSettings(id)", "getTeams(id)", []],
])("a row that a question makes is in the way of who reads it: %s and %s", (one, two, expected) => {
  const code = `
import type { Repository } from "typeorm";
class Settings {}
class Team {}
export class Page {
  constructor(private readonly settings: Repository<Settings>, private readonly teams: Repository<Team>) {}
  async getSettings(id: string) {
    return (await this.settings.findOneBy({ id })) ?? (await this.settings.save({ id }));
  }
  async getTeam(id: string) { return await this.teams.findOneBy({ id }); }
  async getTeams(id: string) { return await this.teams.find({ where: { id }, relations: ["settings"] }); }
  async page(id: string) {
    const one = await this.${one};
    const two = await this.${two};
    return [one, two];
  }
}
`;
  expect(findIn("serial-await", code).map(({ confidence }) => confidence)).toEqual(expected);
});

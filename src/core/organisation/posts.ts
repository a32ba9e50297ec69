/** What each post (职务, in the roster's exact word) lets its holder do: the role at the post's unit and below. */
import type { Role } from './roles.ts'

const roleOfPost: Readonly<Record<string, Role>> = {
  支队长: 'commander',
  政治委员: 'commander',
  副支队长: 'commander',
  副政治委员: 'commander',
  大队长: 'chief',
  教导员: 'chief',
  副大队长: 'chief',
  站长: 'chief',
  政治指导员: 'chief',
  副站长: 'chief',
  副政治指导员: 'chief',
  班长: 'squad_leader',
  副班长: 'squad_leader',
  网格员: 'grid_contact',
  司务长: 'orderly',
  消毒员: 'orderly',
  营门哨: 'orderly',
  器材员: 'orderly',
}

/** The role that a post gives; undefined for posts that owe reports only (消防员, 驾驶员, 通信员). */
export const roleOf = (post: string): Role | undefined =>
  Object.hasOwn(roleOfPost, post) ? roleOfPost[post] : undefined

/** Every post that gives a role, in the order of seniority. */
export const postsWithRole: readonly string[] = Object.keys(roleOfPost)

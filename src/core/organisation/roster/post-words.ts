/** Posts between their code, which a plan compares, and the Chinese word, which `appointment.post` stores and duties read. */
import { defaultPosts } from './posts.ts'

const words = new Map(defaultPosts.map((post) => [post.code, post.name.zh]))
const codes = new Map(defaultPosts.map((post) => [post.name.zh, post.code]))

/** The word that is stored for a code; a code that nobody knows stands for itself. */
export const postWord = (code: string): string => words.get(code) ?? code

/** The code of a stored word; a word that a playbook brought along stands for itself. */
export const postCode = (word: string): string => codes.get(word) ?? word

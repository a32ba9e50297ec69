/** Keeps sign-in true to posts: who holds one with a role has an account with that role, who left has none. */
import { sql } from 'kysely'
import { disableAccount, ensureAccount, setGrants } from '#platform/access/accounts.ts'
import type { Work } from '#platform/work.ts'
import { roleOf } from './posts.ts'

interface OfficerRow {
  id: string
  name: string
  staff_no_key: string | null
  phone: string | null
  gone: boolean
  account: string | null
  disabled: boolean
  held: { id: string; unit: string; post: string; from: string; until: string | null }[] | null
}

/** Works out accounts and roles of these people from their appointments in force. @returns how many accounts are new */
export async function followPosts(w: Work, people: readonly string[]): Promise<number> {
  let made = 0
  for (const row of await officers(w, people)) {
    const posts = row.gone ? [] : (row.held ?? [])
    const holdings = posts.flatMap((one) => {
      const role = roleOf(one.post)
      return role
        ? [
            {
              role,
              unitId: one.unit,
              appointmentId: one.id,
              fromAt: new Date(one.from),
              untilAt: one.until ? new Date(one.until) : null,
            },
          ]
        : []
    })
    if (holdings.length === 0) {
      if (row.account) await setGrants(w, row.account, [])
      // Whoever imports a roster without themselves keeps the account with which they do it.
      if (row.gone && row.account && !row.disabled && row.account !== w.actor.id)
        await disableAccount(w, row.account, true)
      continue
    }
    const person = { personId: row.id, name: row.name, staffNoKey: row.staff_no_key, phoneKey: row.phone }
    const { accountId, code } = await ensureAccount(w, person)
    await setGrants(w, accountId, holdings)
    if (code !== undefined) made++
  }
  return made
}

async function officers(w: Work, people: readonly string[]): Promise<OfficerRow[]> {
  const { rows } = await sql<OfficerRow>`select p.id, p.name, p.staff_no_key, p.phone, p.retired_at is not null as gone,
      a.id as account, a.disabled_at is not null as disabled,
      (select json_agg(json_build_object('id', o.id, 'unit', o.unit_id, 'post', o.post, 'from', o.from_at, 'until', o.until_at) order by o.from_at, o.id)
         from appointment o where o.person_id = p.id and (o.until_at is null or o.until_at > ${w.now})) as held
    from person p left join account a on a.person_id = p.id
    where p.id = any(${people}::uuid[]) and p.kind = 'member' order by p.id`.execute(w.tx)
  return rows
}

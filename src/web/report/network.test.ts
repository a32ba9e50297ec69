/** The network goes and comes back: each answer waits in the phone, arrives once, and is nobody else’s. */
import { describe, expect, test } from 'vitest'
import { idOf } from './test/fake-server.ts'
import { relative } from './test/pages.ts'
import { fake, home, noon, page, phone, phoneForEachTest, received, said, send, stored, well } from './test/phone.ts'

phoneForEachTest()

describe('the network goes', () => {
  test('the answer waits in the phone, says so, and arrives once with the time of its first try', async () => {
    await home()
    await well()
    await phone.setOffline(true)
    await send()
    await page.getByText('1 份还没发出去，现在没有网络').waitFor()
    expect(fake.tries).toEqual([])
    await phone.setOffline(false)
    await received().toBe(3)
    expect(stored()).toHaveLength(1)
    expect(Date.parse(stored()[0]!.first_tried_at!) - noon.getTime()).toBeLessThan(5000)
  })

  test('it tries again by itself at growing intervals, while the server is away', async () => {
    const refusedAt: number[] = []
    const clockNow = () => page.evaluate(() => Date.now())
    await home()
    await well()
    fake.mode = 'busy'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    // The page's clock is moved in small steps, so that each answer is in before the next wait runs out.
    const until = (done: () => Promise<boolean> | boolean, stepMs: number) =>
      expect
        .poll(
          async () => {
            await page.clock.runFor(stepMs)
            return done()
          },
          { timeout: 15_000, interval: 30 },
        )
        .toBe(true)
    let seen = 0
    page.on('response', (response) => {
      if (response.status() === 503) seen++
    })
    for (let n = 1; n <= 4; n++) {
      await until(() => seen >= n, 500)
      refusedAt.push(await clockNow())
    }
    const waits = refusedAt.slice(1).map((at, n) => at - refusedAt[n]!)
    expect(waits[2]! > waits[0]!, `growing: ${waits.join(', ')} ms`).toBe(true)
    fake.mode = 'up'
    await until(async () => (await page.getByText(/\d 收到/).count()) === 3, 5000)
    expect(stored()).toHaveLength(1)
  })

  test('an answer of the server that got lost: the same id again, stored once', async () => {
    await home()
    await well()
    fake.mode = 'lose'
    await send()
    await page.getByText('1 份还没发出去，连不上队里的系统').waitFor()
    fake.mode = 'up'
    await page.getByRole('button', { name: '现在就发' }).click()
    await received().toBe(3)
    expect(fake.tries.length).toBeGreaterThan(1)
    expect(new Set(fake.tries.map((x) => x.id)).size).toBe(1)
    expect(stored()).toHaveLength(1)
  })

  test('changed while its answer was lost: 409, and the change goes after it as a correction', async () => {
    await home()
    await well()
    fake.mode = 'lose'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    await page.getByRole('button', { name: '改一下' }).nth(2).click()
    await said('孙德福', '不舒服')
    await page.getByRole('button', { name: '没力气' }).click()
    fake.mode = 'up'
    await send()
    await expect.poll(() => stored().length).toBe(2)
    const [first, second] = stored()
    expect(second!.corrects).toBe(first!.id)
    expect((second!.answers.people as { well: boolean }[]).map((p) => p.well)).toEqual([true, true, false])
    await received().toBe(3)
  })

  test('closing the page and opening it again keeps what waits, and the draft', async () => {
    await home()
    await said('林秀英', '没有不舒服')
    fake.mode = 'down'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    await said('孙小宁', '没有不舒服')
    fake.mode = 'up'
    await page.reload()
    await received().toBe(1)
    expect(stored()).toHaveLength(1)
    expect(
      await page.getByRole('group', { name: '孙小宁' }).getByRole('button', { pressed: true }).innerText(),
    ).toContain('没有不舒服')
  })

  test('closed and opened again while the server cannot be reached: says what is kept, and sends it by itself', async () => {
    await home()
    await well()
    fake.mode = 'down'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    await page.reload()
    await page.getByText('手机里还有 1 份没发出去，没有丢').waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/林秀英|孙小宁|孙伟强/)
    expect(stored()).toEqual([])
    fake.mode = 'up'
    await page.clock.runFor(9000)
    await received().toBe(3)
    expect(stored()).toHaveLength(1)
    expect(Date.parse(stored()[0]!.first_tried_at!) - noon.getTime()).toBeLessThan(5000)
  })

  test('opened again without a network: goes on the moment there is one', async () => {
    await home()
    await well()
    fake.mode = 'down'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    await page.reload()
    await page.getByText('手机里还有 1 份没发出去').waitFor()
    fake.mode = 'up'
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await received().toBe(3)
    expect(stored()).toHaveLength(1)
  })

  test('without any storage the page still works, and says to wait', async () => {
    await page.addInitScript(() => {
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new Error('denied')
        },
      })
    })
    await home()
    await well()
    await page.getByText('这个浏览器不能存东西').waitFor()
    await send()
    await received().toBe(3)
  })
})

describe('two families, one phone', () => {
  test('nothing of the first shows to the second, and what waits is sent for the first alone', async () => {
    await home()
    await well()
    fake.mode = 'down'
    await send()
    await page.getByText('1 份还没发出去').waitFor()
    fake.mode = 'up'
    await home([relative('吴桂芳', '妻子')], '郑超')
    expect(await page.locator('body').innerText()).not.toMatch(/林秀英|孙小宁|孙伟强|还没发出去|已/)
    await said('吴桂芳', '没有不舒服')
    await send()
    await received().toBe(1)
    expect(stored().map((r) => r.subject.household)).toEqual([idOf('home郑超')])
    await home()
    await received().toBe(3)
    expect(stored().map((r) => r.subject.household)).toEqual([idOf('home郑超'), idOf('home孙伟强')])
  })

  test('a phone that is no longer let in keeps the answer and says what to do', async () => {
    await home()
    await well()
    fake.whose = 'somebody else'
    await send()
    await page.getByText('请重新扫自己的卡').waitFor()
    await home()
    await received().toBe(3)
  })
})

// Bots in pairs play, trade and hop between two servers, while the servers are stopped, killed and paused. After each hop a bot must have what it had before.
// Usage: node bots.js --java COMMAND --url jdbc:sqlite:... [--bots 20] [--rounds 10] [--seconds 120] [--hops 200] [--calm true] [--seed 1] [--ledger FILE].
// The command has one word on each line. It plays for that time, and on until so many hops are made and everything has been played. The ledger is what each bot
// has sent and received, and which processes the servers were.
const { Server, sleep } = require('./servers')
const { Player, Lost, nothing } = require('./player')
const { writeFileSync } = require('node:fs')
const { isDeepStrictEqual } = require('node:util')

const given = {}
for (let i = 2; i < process.argv.length; i += 2) given[process.argv[i].slice(2)] = process.argv[i + 1]
const setup = { java: given.java.split('\n'), url: given.url }
const bots = Number(given.bots ?? 20)
const rounds = Number(given.rounds ?? 10) // of each pair, if there is time for them
const seconds = Number(given.seconds ?? 120)
const hopsWanted = Number(given.hops ?? 200)

const counts = { hops: 0, compared: 0, setBack: 0, lost: 0, trades: 0, payments: 0, drops: 0, mails: 0, late: 0 }
const played = {} // how often each way to hop, and each trouble
const problems = []

// Reproduces what is chosen, not what happens.
let state = Number(given.seed ?? 1)
function random (below) {
  state = (state * 1103515245 + 12345) % 2147483648
  return Math.floor(state / 65536) % below
}

const ports = { lobby: Number(given.lobby ?? 25665), arena: Number(given.arena ?? 25666) }
const lobby = new Server('lobby', ports.lobby, [['arena', ports.arena]], setup)
const arena = new Server('arena', ports.arena, [['lobby', ports.lobby]], setup)
const other = server => server === lobby ? arena : lobby

const TROUBLE_EVERY = 15_000
const AT_MOST = 8 * 60_000 // until everything has been played
const WAYS = ['plain', 'transfer', 'silent', 'ignore', 'twice', 'impatient']
const SAVED_FIRST = ['transfer', 'silent', 'ignore']

async function hop (player, way) {
  const to = other(player.server)
  if (way === 'plain') {
    await player.quit()
    await player.join(to)
  } else if (way === 'impatient') { // quits while loading, once
    await player.quit()
    const first = player.join(to).catch(() => {})
    await sleep(random(40))
    player.bot.end()
    await first
    await player.join(to)
  } else if (way === 'twice') { // joins the next server while it is still here, and there once more
    const before = player.bot
    await player.join(to)
    const between = player.bot
    await player.join(to)
    await Promise.all([player.isGone(before), player.isGone(between)])
  } else {
    const from = player.words.length
    player.bot.chat(`/server ${to.name}`)
    await player.until(() => player.transfer || player.words.slice(from).some(text => text.includes('still here')), 'a transfer')
    if (!player.transfer) return false
    if (way === 'ignore') await player.isGone()
    else player.bot.end()
    await player.join(to, { transferred: true, silent: way === 'silent' })
  }
  return true
}

async function hopAndCompare (player, way) {
  const from = player.server
  const harms = from.harms
  const before = await player.sees()
  if (!await hop(player, way)) return
  counts.hops++
  played[way] = (played[way] ?? 0) + 1
  compare(player, before, await player.sees(), from.harms !== harms && !SAVED_FIRST.includes(way), `hopped from ${from.name} (${way})`)
}

function compare (player, before, after, isHarmed, what) {
  const isSame = isDeepStrictEqual(after.items, before.items)
  if (isSame && after.coins === before.coins) {
    counts.compared++
  } else if (isSame && after.coins > before.coins && after.coins <= before.coins + player.late) {
    counts.late++
  } else if (isHarmed && isSetBack(after, before, player)) {
    counts.setBack++
    player.late += player.mined.mail // comes again
  } else {
    problems.push(`${player.name} ${what}: had ${JSON.stringify(before)}, has ${JSON.stringify(after)}`)
  }
  player.mined = nothing()
}

// Who leaves a server that is killed or paused goes on from its last save. All but mining and the receipt of mail is saved at once, so no more can be missing
// than he has got there, and nothing can be other than it was. It is no excuse for a transfer, which begins with a save, nor for SIGTERM.
function isSetBack (after, before, { mined, late }) {
  const missing = Object.keys(before.items).filter(slot => !(slot in after.items)).length
  return after.coins <= before.coins + late && before.coins - after.coins <= mined.coins + mined.mail && missing <= mined.items &&
    Object.keys(after.items).every(slot => after.items[slot] === before.items[slot])
}

// Coins to another one. Until the answer comes, nobody knows whether that was done.
async function send (one, two, line) {
  one.sent.unsure++
  two.received.unsure++
  const answer = await one.say(line, /You have (paid|mailed)|not so many|not here|not possible/)
  if (answer.includes('not possible')) return 'unsure'
  one.sent.unsure--
  two.received.unsure--
  if (!/You have (paid|mailed)/.test(answer)) return 'refused'
  one.sent.sure++
  two.received.sure++
  return 'sent'
}

// To one who is offline. It must be there when he comes, on either server, once.
async function mail (one, two) {
  const from = two.server
  const harms = lobby.harms + arena.harms
  const isHarmed = () => lobby.harms + arena.harms !== harms
  const before = await two.sees()
  await two.quit()
  const parcel = `parcel-${one.name}-${++one.parcelsSent}`
  two.late++ // until he has it
  const how = await send(one, two, `/mail ${two.name} 1 ${parcel}`)
  if (how === 'refused') two.late--
  if (how !== 'sent') return two.join(from)
  const to = random(2) === 0 ? from : other(from)
  await two.join(to)
  try {
    await two.hear(new RegExp(`sends you 1 coins: ${parcel}$`), 0)
  } catch (lost) {
    if (!isHarmed() && !two.bot.hasEnded) problems.push(`${two.name} did not get ${parcel}`)
    throw lost
  }
  const after = await two.sees()
  if (!isHarmed()) two.late--
  compare(two, { ...before, coins: before.coins + 1 }, after, isHarmed(), `got ${parcel}`)
  two.mined.mail++
  counts.mails++
  if (to !== from) counts.hops++
}

async function play (one, two) {
  await one.mine(2, 1 + random(3))
  await two.mine(3, 1)
  if (await send(one, two, `/pay ${two.name} 1`) === 'sent') counts.payments++
  one.hold(random(4))
  two.hold(random(4))
  const fromOne = one.words.length
  const fromTwo = two.words.length
  await one.say(`/trade ${two.name}`, /You offer|in your hand|not here/)
  await two.say(`/trade ${one.name}`, /To confirm|in your hand|You offer|not here/)
  if (two.words.slice(fromTwo).some(text => text.includes('To confirm'))) {
    await one.hear(/To confirm/, fromOne)
    one.bot.chat('/confirm')
    two.bot.chat('/confirm')
    const result = await one.hear(/You have traded|no trade/, fromOne)
    await two.hear(/You have traded|no trade/, fromTwo)
    if (result.includes('You have traded')) counts.trades++
  }
  if (random(4) === 0) {
    await two.drop(random(4))
    counts.drops++
  }
}

// Both are on the same server, or come back to one.
async function together (pair) {
  for (const player of pair) {
    if (!player.bot || player.bot.hasEnded) {
      const open = [lobby, arena].filter(server => server.isOpen)
      await player.join(open[random(open.length)] ?? lobby)
      player.mined = nothing()
    }
  }
  if (pair[0].server !== pair[1].server) await hopAndCompare(pair[1], 'plain')
}

async function live (pair, isEnough, isTime) {
  for (let round = 0; (round < rounds && isTime()) || !isEnough(); round++) {
    try {
      await together(pair)
      await play(...pair)
      for (let hops = 0; hops < 4; hops++) await hopAndCompare(pair[hops % 2], WAYS[random(WAYS.length)])
      await mail(...pair)
    } catch (lost) {
      if (!(lost instanceof Lost)) problems.push(`${pair.map(player => player.name)}: ${lost.stack}`)
      counts.lost++
      if (given.calm === 'true') problems.push(lost.message)
      for (const player of pair) if (player.bot) await player.quit()
      await sleep(500 + random(1000))
    }
  }
  for (const player of pair) if (player.bot) await player.quit()
}

// After all that: nobody is kept out for longer than a dead server is believed to live, and each has on one server what he has on the other.
async function end (player) {
  for (let tries = 2; ; tries--) {
    try {
      await player.join(lobby)
      await hopAndCompare(player, 'plain')
      return await player.quit()
    } catch (lost) {
      if (player.bot) await player.quit()
      if (!(lost instanceof Lost) || tries === 0) return problems.push(`at the end: ${lost.stack}`)
    }
  }
}

async function trouble (isOver) {
  const acts = {
    SIGTERM: async server => { await server.end('SIGTERM'); await server.start() },
    SIGSTOP: async server => { server.harms++; await server.pause(15_000); server.harms++ },
    SIGKILL: async server => { server.harms++; await server.end('SIGKILL'); server.harms++; await server.start() }
  }
  for (let i = 0; !isOver(); i++) {
    await sleep(TROUBLE_EVERY)
    if (isOver()) return
    const server = i % 2 === 0 ? arena : lobby
    const act = Object.keys(acts)[i % 3]
    console.log(`${server.name}: ${act}`)
    await acts[act](server)
    played[act] = (played[act] ?? 0) + 1
  }
}

// What has to be seen at least once; otherwise the run proves less than it says.
function missing (isCalm) {
  const kinds = isCalm ? WAYS : [...WAYS, 'SIGTERM', 'SIGSTOP', 'SIGKILL']
  return [...kinds.filter(kind => !played[kind]), ...['trades', 'payments', 'drops', 'mails'].filter(kind => !counts[kind])]
}

const range = ({ sure, unsure }) => [sure, sure + unsure]

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

async function main () {
  await Promise.all([lobby.start(), arena.start()])
  const begun = Date.now()
  const pairs = Array.from({ length: bots / 2 }, (_, i) => [new Player(`bot${2 * i}`), new Player(`bot${2 * i + 1}`)])
  const isCalm = given.calm === 'true'
  let isOver = false
  const chaos = isCalm ? Promise.resolve() : trouble(() => isOver)
  const isEnough = () => (missing(isCalm).length === 0 && counts.hops >= hopsWanted) || Date.now() - begun > AT_MOST
  const isTime = () => Date.now() - begun < seconds * 1000
  await Promise.all(pairs.map(pair => live(pair, isEnough, isTime)))
  isOver = true
  await chaos
  await Promise.all(pairs.flat().map(end))
  missing(isCalm).forEach(kind => problems.push(`${kind} was not played`))
  if (counts.hops < hopsWanted) problems.push(`${counts.hops} hops, expected ${hopsWanted}`)
  pairs.flat().forEach(player => player.twice.forEach(parcel => problems.push(`${player.name} got ${parcel} twice`)))
  for (const server of [lobby, arena]) {
    const why = await server.end('SIGTERM')
    if (why !== 143 && why !== 'SIGTERM') problems.push(`${server.name} ended with ${why}`)
  }
  if (given.ledger) {
    const told = pairs.flat().map(({ name, sent, received }) => [name, { sent: range(sent), received: range(received) }])
    const incarnations = { ...lobby.incarnations, ...arena.incarnations }
    writeFileSync(given.ledger, JSON.stringify({ bots: Object.fromEntries(told), incarnations }))
  }
  problems.forEach(problem => console.log(`problem: ${problem}`))
  console.log(JSON.stringify({ ...counts, ...played, problems: problems.length, seconds: Math.round((Date.now() - begun) / 1000) }))
  process.exit(problems.length === 0 ? 0 : 1)
}

main()

-- Asks for the paths of a file, its argument, in an order drawn at random, and prints what came of it on the last line:
-- requests, microseconds, microseconds that 99 requests of 100 do not exceed, bytes, failures.

local requests = {}

function init(args)
	for path in io.lines(args[1]) do
		requests[#requests + 1] = wrk.format("GET", path)
	end
	math.randomseed(1)
end

function request()
	return requests[math.random(#requests)]
end

function done(summary, latency)
	local e = summary.errors
	print(string.format("%d %d %d %d %d", summary.requests, summary.duration, latency:percentile(99), summary.bytes,
		e.connect + e.read + e.write + e.timeout + e.status))
end

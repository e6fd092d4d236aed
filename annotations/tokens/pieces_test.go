package tokens_test

import "strings"

// pieces are what random strings are made of: what spaCy's rules speak of, and
// what they do not.
var pieces = strings.Split(`a|b|c|x|é|ß|A|B|X|Ä|É|Ω|ω|я|Я|漢|م|ह|0|1|2|9|10|٣|½|²|.|.|.|..|...|…|,|:|;|!|?|¿|(|)|[|]|{|}|<|>|_|#|*|&|@|/|\|-|-|--|–|—|——|~|+|=|%|§|$|€|US$|°|'|''|’|‘|‚|"|“|”|„|»|«|`+"`|``|´"+
	`|'s|’s|'S|n't|n’t|'ve|'ll|'re|'m|'d|Mr.|Dr.|z.B.|u.a.|Oct.|U.S.|e.g.|a.m.|II.|:)|:-)|:(|;)|</3|<3|^_^|o.O|ಠ_ಠ|¯\(ツ)/¯|C++|\n|\t|km|m²|km/h|kg|GB|T|K|°C|c.|тб|http://|https://|mailto:|www.|.de|.com|example|192|168|127|1.2.3.4`+
	`|🙂|👩‍🚒|🇩🇪|™|©|→|a`+"\u0301|\u00ad|\u200b|\u00a0|\u2009|\u3000|\ufeff|\ufffd|𝔊|\U000e0041| | | | | |  |\n| \n", "|")

// unquoted escapes the two escapes that the list above spells out.
var unquoted = strings.NewReplacer(`\n`, "\n", `\t`, "\t")

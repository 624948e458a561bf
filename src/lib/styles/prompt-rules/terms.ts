/**
 * What the rules look for, in normalised text (normalise.ts). English words stand alone unless a rule says otherwise;
 * Chinese is not divided into words, so its rules say what may not stand beside them. Kana have lost their marks.
 */

/** A list of alternatives as a pattern; every entry is a piece of a regular expression. */
const english = (alternatives: string) =>
	new RegExp(
		`(?<![a-z])(?:${alternatives
			.trim()
			.split(/\s*\n\s*/)
			.join('|')})(?![a-z])`,
		'g',
	);
const chinese = (alternatives: string) =>
	new RegExp(
		alternatives
			.trim()
			.split(/\s*\n\s*/)
			.join('|'),
		'gu',
	);

const PERSON =
	'(?:wom[ae]n|m[ae]n|girls?|boys?|lad(?:y|ies)|females?|males?|body|bodies|models?|selfies?|photos?|pics?|pictures?|portraits?|art)';
const GARMENT =
	'(?:clothes|clothing|dress|shirt|blouse|top|bra|pants|panties|underwear|skirt|bikini|swimsuit|everything)';
const MEAT = '(?:chicken|duck|turkey|goose|quail|pheasant|pigeon)';
const COLOUR_OF_NUDE =
	'(?:lip\\w*|make-?up|tones?|colou?r\\w*|heels?|shoes?|pumps|shades?|palettes?|pink|beige|brown|nails?|nail polish|manicure|eye ?shadow|blush|tights|hues?|gloss|background)';

/** Taken out before anything is looked for: words that mean something else here. */
export const HARMLESS: readonly RegExp[] = [
	english(`
		nude[ -]?${COLOUR_OF_NUDE}
		(?:in|soft|warm|light|pale|matte|neutral) nude(?= (?:and|or|,|${COLOUR_OF_NUDE}))
		naked (?:eyes?|flames?|lights?|truth|mole[ -]?rats?|cakes?|bikes?|trees?|branch(?:es)?|ladies? lil(?:y|ies)|lunch|bulbs?|singularit(?:y|ies))
		${MEAT} breasts?
		breasts? (?:pockets?|plates?|strokes?|feathers?|cancer)
		(?:single|double)[ -]?breasted
		(?:same|opposite|fairer|biological)[ -]sex
		sex(?: *[:=] *| )(?:fe)?male
		sex pistols
		(?:summa|magna) cum laude
		cum laude
		pussy[ -]?(?:willows?|cats?|foot\\w*)
		cock[ -](?:crow\\w*|and[ -]bull|a[ -]doodle)
		(?:black|fighting|wood|game|weather|pea|moor)[ -]?cocks?
		kinky[ -](?:curl\\w*|coil\\w*|hair\\w*|twists?|straight|texture\\w*)
		rape ?(?:seed|fields?|flowers?|blossoms?|oil)\\w*
		social intercourse
		baby[ -](?:blue|pink|yellow|doll sheep|hair|bangs|animals?|elephants?|dragons?|grand|breath)
		bottle nipples?
		undressed (?:salads?|stones?|timber)
		thong (?:sandals?|slippers?)
		kids?[ -](?:leather|gloves?)
		strip(?:es?|ed|s)
	`),
	chinese(`
		裸(?:色|妆|眼|粉|感|辞|婚|机|考|捐|麦|车|价|贷|脚|足|靴|金|钻|子植物|鼠|粉色|高跟)
		赤裸裸的(?:真相|现实|事实)
		裸露的?(?:岩|石|土|砖|混凝土|墙|管|地|树根|山|水泥|钢)
		骄奢淫逸
		浸淫
		林阴道
		露点温度
		艺妓
		萝莉塔
		大尺度(?:结构|模型|空间)
	`),
];

/** No clothes. */
export const NUDITY: readonly RegExp[] = [
	english(`
		(?:semi|half|fully|totally|all)?[ -]?nudes?
		nude${PERSON}
		nud(?:ity|ists?|ism|ie|ey)
		(?:half|stark|butt|buck|semi)?[ -]?naked(?:ness|ly)?
		naked${PERSON}
		top ?less(?:ness)?
		bottomless (?:${PERSON}|pose|outfit)
		(?:un|dis)(?:dress|rob|cloth)(?:e?s?|ed|ing)
		(?:without|no|zero|removed|removing|minus)(?: (?:any|her|his|their|my|your|the))* (?:clothes|clothing|underwear|panties|bra)
		(?:wear(?:s|ing)?|with|has|having) (?:absolutely )?nothing(?: on| but| at all)?(?! (?:to|else|special|fancy|in|of))
		(?:tak(?:e|es|ing)|took|pull(?:s|ed|ing)?|ripp?(?:s|ed|ing)?|tear(?:s|ing)?|peel(?:s|ed|ing)?)(?: \\w+){0,2} off (?:(?:all|her|his|their|my|your|the|of) ?)*(?:${GARMENT})
		(?:tak(?:e|es|ing)|took|pull(?:s|ed|ing)?|ripp?(?:s|ed|ing)?|tear(?:s|ing)?|peel(?:s|ed|ing)?) (?:(?:all|her|his|their|my|your|the|of) ?)*${GARMENT} off
		(?:in (?:her|his|their|my|your) )birthday suit
		skinny[ -]?dipping
		(?:bare|exposed|uncovered|naked|visible|big|huge|large|massive|perfect|full|perky)[ -](?:breasts?|chested (?:wom[ae]n|girls?|lad(?:y|ies))|boobs?|tits?|buttocks|bottom|butt|ass|crotch|groin)
		(?:naked|bare) from the waist
		breasts
		nip(?:ple|slip|pies?)s?
		areolas?
		(?:im|make me|make her|make him) (?:nude|naked)
		desnud[ao]s?
		nackte?[rns]?
		nackedei
		luo ?ti
	`),
	chinese(`
		裸
		(?<![水苹如结效成百糖坚浆野芒后因])果(?:体(?!验)|照(?!片|明)|聊)
		一丝不挂
		(?:不|没|没有|未|别|无需)穿(?:任何)?(?:衣|内|裤|裙子|上衣)
		不着(?:寸缕|片缕)
		寸缕不着
		光(?:着|了)?(?:身子|屁股|上身|下身|膀子)
		赤(?:身|膊|条条)
		脱(?:光|衣|个精光|得精光)
		(?:脱|扒|褪)(?:掉|下|去|了)?(?:她|他|我|你|全身|所有)?的?(?:上衣|衣服|衣裳|裤子|裙子|内衣|内裤|胸罩|文胸|泳衣)
		露(?:乳|胸|奶|点|阴|屁股|私处|下体|三点)
		(?:乳|奶)(?:头|晕|房|首)(?!像)
		奶子
		(?:巨|爆|豪|美|酥|玉)乳
		酥胸
		ヌート
		누드
		голая
	`),
];

/** Sex, and what is made to arouse. */
export const SEXUAL: readonly RegExp[] = [
	english(`
		n ?s ?f ?w
		sex(?:ual|ually|ting|ualized|ualised|y ?time|cam|doll|toys?|tape|slaves?|scenes?|act)?
		(?:have|having|had|oral|anal|hot|group|cyber|phone|hard|rough)[ -]?sex
		\\w*porn(?:o|os|n|hub|ographic|ography|star|stars|ographer)?
		xxx
		x[ -]rated
		r ?(?:18|34)\\+?
		18\\+
		rule ?34
		hentai
		ecchi
		ahegao
		futanari
		erotic(?:a|ally|ism)?
		eroge
		(?:making|make|made) love
		intercourse
		(?:blow|hand|foot|rim|boob|tit)[ -]?jobs?
		deep ?throat(?:ing)?
		fellatio
		cunnilingus
		gang ?bangs?
		creampies?
		cum(?:s|shots?|ming|med)?
		bukkake
		ejaculat\\w*
		masturbat\\w*
		orgasm(?:s|ic)?
		org(?:y|ies)
		threesomes?
		penis(?:es)?
		phall(?:us|ic)
		erections?
		erect (?:penis|cock|dick|member)
		cocks?
		(?:big|huge|hard|erect|his|my|her|your|thick|long)[ -]dicks?
		dick[ -]?pics?
		vagin(?:a|as|al)
		vulvas?
		clitoris
		clits?
		labia
		puss(?:y|ies)
		cunts?
		testicles?
		scrotum
		anus
		anal
		genital(?:s|ia)?
		private parts
		crotch (?:shot|view|focus)
		camel ?toe
		ass ?holes?
		boob(?:s|ies)?
		titt(?:y|ies)
		dildos?
		butt ?plugs?
		strap[ -]ons?
		bdsm
		bondage
		shibari
		dominatrix
		fetish(?:es|istic)?
		kink(?:y|s)?
		fu?ck\\w*
		motherfuck\\w*
		horny
		slut(?:s|ty)?
		whores?
		hookers?
		prostitut\\w+
		strip(?:per|pers|tease|teases|ping| ?club| naked)
		lap ?dance
		only ?fans
		milfs?
		lewd(?:s|ness)?
		smut(?:ty)?
		lascivious
		raped?
		raping
		incest(?:uous)?
		bestiality
		up ?skirts?
		pant(?:y|ies)(?: ?shots?)?
		lingerie
		garter belts?
		crotchless
		(?:see[ -]?through|transparent|sheer)(?: \\w+)? (?:dress|shirt|top|blouse|clothes|clothing|skirt|nightgown|nightie|bra|underwear)
		cleavage
		(?:on|in) (?:her|his|all) (?:knees|fours) (?:naked|begging|sucking)
		doggy ?style
		missionary position
		se ?qing
		zuo ?ai
		🔞
	`),
	chinese(`
		色情
		情色
		涩图
		(?<![黄红蓝绿白黑彩配颜灰紫橙粉纯单双底景特角])色图(?![案形表像层书])
		瑟图
		(?<![蛋姜大])黄片(?!面)
		(?<![a-z])a片(?![面刻段区])
		av女优
		成人(?:视频|电影|内容|漫画|影片|片|小说|网站|向)
		(?<![女男异同两雌雄])性爱
		(?<![女男异同两雌雄个])性交(?![流往通谈际换给友叉])
		性器官
		(?<![女男])性器(?![材具件械皿])
		性(?:高潮|奴|虐|侵犯|玩具|暗示|挑逗|幻想|姿势|欲(?![望]?强)|癖|爱片)
		(?<![理感惯个男女犯击社异急])性行为
		做爱
		造爱
		啪啪啪
		(?:口|肛|群|兽|乳|足|杂)交(?![通流替叉易谈界接警代付给换往际])(?<!路口交|港口交|出口交|进口交|门口交|立足交|满足交|不足交|复杂交|十足交)
		自慰
		手淫
		射精
		颜射
		内射
		潮吹
		阴(?:茎|道|部|唇|蒂|毛|户|囊|穴)
		(?<![地水线天楼足乡])下体(?![验育检力温操能])
		私处(?!理)
		生殖器
		睾丸
		龟头
		鸡巴
		肉棒
		勃起
		淫
		骚(?:货|逼|屄|穴|女|妇)
		荡妇
		援交
		妓女
		嫖
		[强轮迷诱通鸡]奸
		强暴
		乱伦
		春宫
		春药
		催情
		(?:捆绑|性|肉体|sm)调教
		绳缚
		龟甲缚
		捆绑play
		情趣(?:内衣|用品|制服|套装|玩具)
		丁字裤
		透视装
		湿身
		裙底
		走光(?:照|图)
		床戏
		里番
		无码(?:片|av|视频)
		福利(?:姬|图)
		大尺度
		工口
		本番
		乳沟
		后入
		骑乘位
		自拍偷拍
		エロ
		야동
	`),
];

/** Fine for grown people; not where a child is meant. */
export const SUGGESTIVE: readonly RegExp[] = [
	english(`
		sex(?:y|ier|iest|iness)
		seduc(?:tive|tively|ing|tress)
		sensual(?:ly|ity)?
		sultry
		provocative(?:ly)?
		voluptuous
		busty
		curvy body
		bikinis?
		micro ?skirts?
		thongs?
		underwear
		bras?
		fishnets?
		latex
		corsets?
		shirtless
		bare[ -]?(?:chested|skin|legs|thighs|midriff|back)
		thighs?
		wet (?:t-?shirt|shirt|dress|clothes)
		low[ -]cut
		skimpy
		revealing
		playboy
		pin[ -]?up
		flirt(?:y|ing|atious)
		spread(?:ing)? (?:her |his )?legs
		aroused
		hot ?pants
	`),
	chinese(`
		(?<![感男弹理]|(?<![幼少])女)性感(?![受觉知官染谢])
		火辣(?!辣|的?(?:食|菜|锅|汤|面))
		撩人
		魅惑
		诱惑
		挑逗
		勾引
		比基尼
		内衣
		内裤
		黑丝
		丝袜
		吊带袜
		低胸
		大胸
		爆衣
		紧身皮衣
		性欲
		发情
		翘臀
		美腿
		事业线
	`),
];

/** Somebody who is not grown up. */
export const MINOR: readonly RegExp[] = [
	english(`
		child(?:ren|like|ish|hood)?
		kids?
		kiddos?
		toddlers?
		infants?
		bab(?:y|ies)
		newborns?
		(?:little|small|young|tiny|underage|preteen|teen|teenage|school|schoolage)[ -]?(?:girls?|boys?|ones?|sisters?|brothers?|daughters?|sons?)
		school ?(?:girls?|boys?|kids?|child(?:ren)?)
		(?:pre)?[ -]?teens?
		(?:pre)?teen(?:age|aged|ager|agers)
		tweens?
		under ?age(?:d)?
		under (?:18|eighteen)
		minors?
		adolescents?
		juveniles?
		puberty
		pubescent
		prepubescent
		lolis?
		lolita
		shotas?
		(?:kindergart\\w+|elementary|primary|middle|high)[ -]?school(?:er|ers|girl|girls|boy|boys)?
		jailbait
		barely legal
	`),
	chinese(`
		儿童
		孩童
		小孩
		孩子
		小朋友
		小(?:女孩|男孩|姑娘|妹妹|弟弟|女生|男生|学生|萝莉)
		(?:幼|女|男)童
		幼(?:女|儿|齿|男)
		婴儿
		宝宝
		未成年
		少女
		少年
		萝莉
		正太
		(?:中|初中|高中|小)学生
		初中(?:女|男)?生
		高中(?:女|男)?生
		学生妹
		女高中生
		jk少女
	`),
];

/** Refused whatever stands beside it: words for children as objects of desire. */
export const MINOR_ALWAYS: readonly RegExp[] = [
	english(`
		lolicons?
		shotacons?
		jail ?bait
		p[ae]?edo(?:s|phil\\w*)?
		child (?:porn\\w*|erotica)
		cp porn
		cheese pizza porn
	`),
	chinese(`
		炼铜
		恋童
		幼女控
		萝莉控
		正太控
		儿童色情
	`),
];
